using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The loopback interface's link, above NDIS: a queue that a DPC empties, one copy per packet into lists of the stack.</summary>
/// <remarks>The copy is the "DMA" of loopback: receivers may keep lists while senders get theirs back at once. Nothing runs inside the sender's call.</remarks>
internal sealed class LoopbackLink : ILink, IDpcTarget
{
    /// <summary>The largest IP packet; Windows reports an unlimited MTU, a datagram cannot be longer than this.</summary>
    internal const int LoopbackMtu = 65_535;

    private const ReceiveChecksumInfo Trusted = ReceiveChecksumInfo.Loopback | ReceiveChecksumInfo.IpChecksumSucceeded
        | ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.UdpChecksumSucceeded;

    private readonly TcpIpStack _stack;
    private readonly Dpc _dpc;
    private NetBufferListQueue _queue;
    private IpInterface? _interface;

    internal LoopbackLink(TcpIpStack stack)
    {
        _stack = stack;
        _dpc = new Dpc(stack.Kernel.BootProcessor, this);
    }

    /// <inheritdoc/>
    public int HeaderSize => 0;

    /// <inheritdoc/>
    public int Mtu => LoopbackMtu;

    /// <inheritdoc/>
    public MacAddress Address => default;

    /// <inheritdoc/>
    public ulong Speed => 1_073_741_824;

    /// <inheritdoc/>
    public OffloadCapabilities Offloads { get; } = new() { Checksum = ChecksumOffloads.All };

    /// <summary>Tells the link its interface; called once.</summary>
    internal void Attach(IpInterface owner) => _interface = owner;

    /// <inheritdoc/>
    public void Send(ref NetBufferListChain chain)
    {
        _queue.Enqueue(ref chain);
        _dpc.Queue();
    }

    /// <inheritdoc/>
    /// <remarks>Everything that comes up from here is of the stack's pools and never comes back this way.</remarks>
    public void Return(ref NetBufferListChain chain) => throw new InvalidOperationException("Loopback lists belong to the stack.");

    /// <inheritdoc/>
    public void UpdateMulticastFilter(IReadOnlyList<MulticastMembership> groups)
    {
    }

    /// <inheritdoc/>
    public void SetPromiscuous(bool isOn)
    {
    }

    /// <inheritdoc/>
    public void DisableCoalescing()
    {
    }

    /// <inheritdoc/>
    public void OnDpc(Dpc dpc)
    {
        NetBufferListChain sent = _queue.TakeAll();
        NetBufferListChain v4 = default;
        NetBufferListChain v6 = default;
        foreach (NetBufferList list in sent)
        {
            list.Status = NtStatus.Success;
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                Copy(list, buffer, ref v4, ref v6);
            }
        }

        _stack.Ip.CompleteSend(ref sent, HeaderSize);
        if (!v4.IsEmpty)
        {
            _stack.V4.Receive(ref v4, _interface!);
        }

        if (!v6.IsEmpty)
        {
            _stack.V6.Receive(ref v6, _interface!);
        }
    }

    /// <summary>Completes what is still queued, at shutdown.</summary>
    internal void Drain()
    {
        _dpc.Cancel();
        NetBufferListChain sent = _queue.TakeAll();
        foreach (NetBufferList list in sent)
        {
            list.Status = NtStatus.Cancelled;
        }

        _stack.Ip.CompleteSend(ref sent, HeaderSize);
    }

    private void Copy(NetBufferList list, NetBuffer buffer, ref NetBufferListChain v4, ref NetBufferListChain v6)
    {
        int length = buffer.DataLength;
        if (!_stack.Buffers.TryRent(length, out NetBufferList? copy))
        {
            _stack.Drops.Drop(IpDrops.LoopbackAllocation, IpFamily.V4, list);
            return;
        }

        StackBuffers.CopyData(buffer, copy.FirstNetBuffer, length);
        _stack.Kernel.Copies.Add(CopyKind.Loopback, length);
        copy.CorrelationId = list.CorrelationId;
        copy.ReceiveChecksum = Trusted;
        copy.Network.Flags = NetworkFlags.StackOwned | NetworkFlags.Loopback;
        copy.Network.ReceiveDataOffset = copy.FirstNetBuffer.DataOffset;
        copy.Network.ReceiveDataLength = length;
        bool isV4 = copy.FirstNetBuffer.GetWritable(1)[0] >> 4 == (int)IpFamily.V4;
        if (isV4)
        {
            v4.Add(copy);
        }
        else
        {
            v6.Add(copy);
        }
    }
}
