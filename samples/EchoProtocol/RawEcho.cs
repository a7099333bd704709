using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace EchoProtocol;

/// <summary>A protocol driver with an EtherType of its own: requests are sent back with the addresses exchanged, answers are timed.</summary>
internal sealed class RawEcho : IProtocolDriver, IProtocol
{
    private ProtocolBinding _binding = null!;
    private NetBufferListPool _pool = null!;

    public event Action<long>? Answered;

    public MacAddress Address => _binding.Attributes.MacAddress;

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        _binding = binding;
        _pool = new NetBufferListPool(binding.Adapter.Kernel, new NetBufferListPoolOptions { Name = "raw-echo", DataSize = 1514, HeadRoom = 64 });
        protocol = this;

        // NDIS hands us frames of this type only, and only what the packet filter lets through; until that is set, nothing.
        NtStatus status = binding.Open(new OpenParameters { FrameTypes = [EchoFrame.EtherType] });
        return status.IsSuccess ? binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Directed)) : status;
    }

    public void Ping(MacAddress target, int length)
    {
        NetBufferList list = _pool.Get();
        list.FirstNetBuffer.DataLength = length;
        Span<byte> frame = list.FirstNetBuffer.GetWritable(length);
        frame.Clear();
        EchoFrame.Write(frame, target, Address, EchoFrame.Request);
        EchoFrame.WriteTime(frame, _binding.Adapter.Kernel.Now);
        NetBufferListChain chain = new(list);
        _binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        NetBufferListChain answers = default;
        foreach (NetBufferList list in chain)
        {
            Take(list.FirstNetBuffer, ref answers);
        }

        // Received lists go back first; with RESOURCES they are a loan, which ends with this call.
        if ((flags & ReceiveFlags.Resources) == 0)
        {
            _binding.Return(ref chain, ReturnFlags.None);
        }

        if (!answers.IsEmpty)
        {
            _binding.Send(ref answers, port, SendFlags.None);
        }
    }

    // Sends come home here, whatever became of them.
    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        while (chain.RemoveFirst() is { } list)
        {
            list.Free();
        }
    }

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

    public NtStatus Unbind()
    {
        _pool.Close();
        return NtStatus.Success;
    }

    private void Take(NetBuffer received, ref NetBufferListChain answers)
    {
        Span<byte> scratch = stackalloc byte[EchoFrame.Size];
        if (!received.TryGetContiguous(EchoFrame.Size, scratch, out ReadOnlySpan<byte> header))
        {
            return;
        }

        if (EchoFrame.KindOf(header) == EchoFrame.Answer)
        {
            Answered?.Invoke(_binding.Adapter.Kernel.Now - EchoFrame.TimeOf(header));
            return;
        }

        // A list of our own with a copy of the data: what was received is read-only, others may be reading it.
        NetBufferList list = _pool.Get();
        NetBuffer answer = list.FirstNetBuffer;
        answer.DataLength = received.DataLength;
        answer.CopyFrom(0, received.DataLength, received, 0);
        Span<byte> frame = answer.GetWritable(EchoFrame.Size);
        EchoFrame.Write(frame, EchoFrame.SourceOf(header), Address, EchoFrame.Answer);
        answers.Add(list);
    }
}
