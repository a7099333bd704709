using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A hash over the data of a list, so that a write to read-only data is found (verifier on, marked lists only).</summary>
/// <remarks>The place of the data is kept, not read again: drivers on the way may put headers in front.</remarks>
internal sealed class DataDigest
{
    private readonly List<Piece> _pieces = [];
    private ulong _hash;

    /// <summary>Takes the hash of what the list has now.</summary>
    public void Take(NetBufferList list)
    {
        _pieces.Clear();
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.MdlChain is { } chain)
            {
                _pieces.Add(new Piece(chain, buffer.DataOffset, buffer.DataLength));
            }
        }

        _hash = Compute();
    }

    /// <summary>True when the data is as it was.</summary>
    public bool IsUnchanged() => Compute() == _hash;

    private ulong Compute()
    {
        ulong hash = 0;
        foreach (Piece piece in _pieces)
        {
            int skip = piece.Offset;
            int left = piece.Length;
            for (Mdl? mdl = piece.Chain; mdl is not null && left > 0; mdl = mdl.Next)
            {
                int start = Math.Min(skip, mdl.ByteCount);
                int length = Math.Min(left, mdl.ByteCount - start);
                hash = StableHash.Mix(hash, StableHash.Of(mdl.Span.Slice(start, length)));
                skip -= start;
                left -= length;
            }
        }

        return hash;
    }

    private readonly record struct Piece(Mdl Chain, int Offset, int Length);
}
