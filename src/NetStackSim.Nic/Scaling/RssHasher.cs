using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The hash unit of the card: enabled types and a key.</summary>
internal sealed class RssHasher
{
    private readonly ToeplitzHash _toeplitz;

    internal RssHasher(RssHashTypes types, ReadOnlyMemory<byte> key)
    {
        Types = types;
        Key = key;
        _toeplitz = new ToeplitzHash(key.Span);
    }

    internal RssHashTypes Types { get; }

    internal ReadOnlyMemory<byte> Key { get; }

    /// <summary>Hashes a frame and writes the result beside it, as the card does in the descriptor.</summary>
    /// <returns>False when the frame has no hash.</returns>
    internal bool TryHash(Frame frame)
    {
        RssInput input = RssInput.Of(frame.Data, Types);
        frame.HashType = (uint)input.Type;
        if (input.Type == RssHashTypes.None)
        {
            frame.HashValue = 0;
            return false;
        }

        int addresses = 2 * input.Source.Length;
        uint hash = _toeplitz.Add(0, 0, input.Source);
        hash = _toeplitz.Add(hash, input.Source.Length, input.Destination);
        frame.HashValue = _toeplitz.Add(hash, addresses, input.Ports);
        return true;
    }

    /// <summary>The same unit with other types or another key; this one when nothing differs.</summary>
    internal static RssHasher? Change(RssHasher? present, RssHashTypes? types, ReadOnlyMemory<byte>? key)
    {
        RssHashTypes newTypes = types ?? present?.Types ?? RssHashTypes.None;
        ReadOnlyMemory<byte> newKey = key ?? present?.Key ?? default;
        if (newKey.Length != ToeplitzHash.KeySize)
        {
            return null;
        }

        bool same = present is not null && present.Types == newTypes && present.Key.Span.SequenceEqual(newKey.Span);
        return same ? present : new RssHasher(newTypes, newKey);
    }
}
