using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>The list pools of the network layer: small and large lists with memory, and lists that describe memory of others.</summary>
internal sealed class StackBuffers
{
    /// <summary>Room for link, IP and transport headers in front of the data.</summary>
    internal const int HeadRoom = 128;

    // The longest IPv4 header, with the link header in front.
    private const int HeaderSize = 64;
    private const int LinkRoom = 64;
    private const int SmallSize = 2048;
    private const int LargeSize = 65_536 + 256;

    private readonly SimKernel _kernel;
    private readonly NetBufferListPool _small;
    private readonly NetBufferListPool _large;
    private readonly NetBufferListPool _headers;

    internal StackBuffers(SimKernel kernel)
    {
        _kernel = kernel;
        _small = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "tcpip/small", HeadRoom = HeadRoom, DataSize = SmallSize });
        _large = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "tcpip/large", HeadRoom = HeadRoom, DataSize = LargeSize });
        _headers = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "tcpip/header", HeadRoom = LinkRoom, DataSize = HeaderSize });
        Descriptions = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "tcpip/describe" });
    }

    /// <summary>Lists without memory: clones, fragments.</summary>
    internal NetBufferListPool Descriptions { get; }

    /// <summary>Rents a list with room for some bytes; its data length is 0. The caller owns it.</summary>
    /// <returns>False when the pool has nothing left or the length exceeds a whole datagram.</returns>
    internal bool TryRent(int length, [NotNullWhen(true)] out NetBufferList? list)
    {
        if (length <= SmallSize)
        {
            return _small.TryRent(out list);
        }

        list = null;
        return length <= LargeSize && _large.TryRent(out list);
    }

    /// <summary>Rents a list for a header of at most 64 bytes in front of memory of others; its data length is 0. The caller owns it.</summary>
    internal bool TryRentHeader([NotNullWhen(true)] out NetBufferList? list) => _headers.TryRent(out list);

    /// <summary>True for a list from one of these pools.</summary>
    internal bool Owns(NetBufferList list) => list.Pool == _small || list.Pool == _large || list.Pool == Descriptions;

    /// <summary>Copies the data of a received list, from its data start on, into a list of ours; the copy is counted.</summary>
    internal bool TryCopy(NetBufferList source, [NotNullWhen(true)] out NetBufferList? copy)
    {
        int length = source.FirstNetBuffer.DataLength;
        if (!TryRent(length, out copy))
        {
            return false;
        }

        CopyData(source.FirstNetBuffer, copy.FirstNetBuffer, length);
        _kernel.Copies.Add(CopyKind.StackOther, length);
        source.CopyReceiveInfoTo(copy);
        copy.Network = source.Network;
        copy.Network.Flags |= NetworkFlags.StackOwned;
        return true;
    }

    /// <summary>Copies bytes into an empty buffer with memory of its own.</summary>
    internal static void CopyData(NetBuffer source, NetBuffer target, int length)
    {
        target.DataLength = length;
        source.CopyTo(0, target.GetWritable(length));
    }

    /// <summary>Appends descriptors of the whole data of one buffer to another; nothing is copied.</summary>
    /// <returns>False when descriptors ran out; the target has some of them and is freed by the caller.</returns>
    internal bool TryDescribe(NetBuffer source, NetBuffer target) =>
        source.DataLength == 0 || TryDescribe(source.CurrentMdl!, source.CurrentMdlOffset, source.DataLength, target);

    /// <summary>Appends descriptors of a piece of a chain of descriptors.</summary>
    internal bool TryDescribe(Mdl first, int offset, int length, NetBuffer target)
    {
        MdlPool pool = _kernel.Mdls;
        for (Mdl? mdl = first; length > 0 && mdl is not null; mdl = mdl.Next)
        {
            int available = mdl.ByteCount - offset;
            if (available <= 0)
            {
                offset -= mdl.ByteCount;
                continue;
            }

            if (!pool.TryRent(out Mdl? piece))
            {
                return false;
            }

            piece.Buffer = mdl.Buffer;
            piece.Offset = mdl.Offset + offset;
            piece.ByteCount = Math.Min(length, available);
            length -= piece.ByteCount;
            offset = 0;
            target.AppendMdl(piece);
        }

        return length == 0;
    }
}
