using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Cuts packets that do not fit the path (RFC 791 section 3.2, RFC 8200 section 4.5). The payload is described, not copied.</summary>
/// <remarks>A packet becomes one list of several buffers, each with its own header memory; its parent completes when it does.</remarks>
internal sealed class Fragmenter<TFamily> : INetBufferListOwner
    where TFamily : struct, IIpFamily
{
    private const int Unit = 8;
    private const ushort MoreFragments = 0x2000;

    private readonly IpNetwork _network;
    private readonly IpSender<TFamily> _sender;

    internal Fragmenter(IpNetwork network, IpSender<TFamily> sender)
    {
        _network = network;
        _sender = sender;
    }

    private static int ExtraHeader => TFamily.Family == IpFamily.V6 ? IPv6FragmentHeader.Size : 0;

    /// <summary>Sends a list of a transport in fragments, or completes it with the reason why not.</summary>
    internal void Send(NetBufferList list, IpPath path, int mtu)
    {
        if (!MayFragment(list, path, out DropCause? cause))
        {
            _network.Statistics.FragmentFailsCount++;
            _sender.Fail(list, cause!, NtStatus.InvalidBufferSize);
            return;
        }

        int piece = (mtu - TFamily.HeaderSize - ExtraHeader) / Unit * Unit;
        if (!list.TryFragment(_network.Stack.Buffers.Descriptions, 0, piece, ExtraHeader, backFill: path.Template.Length, out NetBufferList? fragments)
            || !WriteHeaders(list, fragments, path, piece))
        {
            fragments?.Free();
            _sender.Fail(list, IpDrops.SendAllocation, NtStatus.InsufficientResources);
            return;
        }

        fragments.Owner = this;
        fragments.Network = list.Network;
        fragments.CorrelationId = list.CorrelationId;
        _network.Statistics.FragmentOkCount++;
        _network.Statistics.FragmentCreatesCount += fragments.NetBufferCount;
        NetBufferListChain chain = new(fragments);
        _sender.SendPrepared(ref chain, path);
    }

    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } fragments)
        {
            NetBufferList parent = fragments.Parent!;
            NtStatus status = fragments.Status;
            fragments.Free();
            _network.CompleteUnsent(parent, status);
        }
    }

    private bool MayFragment(NetBufferList list, IpPath path, out DropCause? cause)
    {
        bool tooLong = list.FirstNetBuffer.DataLength + TFamily.HeaderSize > TFamily.MaximumPacket || list.FirstNetBuffer.Next is not null;
        bool forbidden = (list.Network.Flags & NetworkFlags.DontFragment) != 0
            || (list.Network.Protocol == (byte)IpProtocol.Tcp && TFamily.Family == IpFamily.V4 && path.Network.Profile.PathMtuDiscovery);
        cause = tooLong ? IpDrops.SendTooLong : forbidden ? IpDrops.SendTooBig : null;
        return cause is null;
    }

    // Data of each fragment starts at its payload (IPv6: at room for the fragment header); link header room stays in front.
    private bool WriteHeaders(NetBufferList list, NetBufferList fragments, IpPath path, int piece)
    {
        int total = list.FirstNetBuffer.DataLength;
        uint identification = TFamily.Family == IpFamily.V4 ? _network.Stack.NextIdentification() : _network.Stack.NextFragmentIdentification();
        int offset = 0;
        for (NetBuffer? buffer = fragments.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            bool more = offset + piece < total;
            if (!WriteHeader(list, buffer, path, identification, offset, more))
            {
                return false;
            }

            offset += piece;
        }

        return true;
    }

    private static bool WriteHeader(NetBufferList list, NetBuffer buffer, IpPath path, uint identification, int offset, bool more)
    {
        IpSendFields fields = default;
        fields.Protocol = list.Network.Protocol;
        fields.HopLimit = list.Network.HopLimit;
        fields.TrafficClass = list.Network.TrafficClass;
        fields.ChecksumBase = path.ChecksumBase;
        if (TFamily.Family == IpFamily.V4)
        {
            fields.Identification = (ushort)identification;
            fields.Fragment = (ushort)((offset / Unit) | (more ? MoreFragments : 0));
        }
        else
        {
            Span<byte> extension = stackalloc byte[IPv6FragmentHeader.Size];
            IPv6FragmentHeader.Write(extension, (IpProtocol)list.Network.Protocol, offset, more, identification);
            buffer.CopyFrom(0, extension);
            fields.Protocol = (byte)IpProtocol.FragmentHeader;
        }

        fields.PacketLength = TFamily.HeaderSize + buffer.DataLength;
        if (!IpSender<TFamily>.AddHeaders(buffer, path, fields))
        {
            return false;
        }

        // The link header is written when the list is handed over.
        buffer.Advance(path.LinkHeaderSize);
        return true;
    }
}
