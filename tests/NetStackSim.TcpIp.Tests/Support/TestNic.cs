using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

/// <summary>A miniport for tests: keeps what it sends, indicates what it is given, and can be wired to another one.</summary>
internal sealed class TestNic : IMiniportDriver, IMiniport, IEventTarget
{
    private readonly Queue<byte[]> _inFlight = new();
    private readonly NetBufferListPool _pool;
    private readonly SimKernel _kernel;
    private readonly int _mtu;
    private readonly OffloadCapabilities _offloads;
    private MiniportAdapter? _adapter;

    public TestNic(SimKernel kernel, string name, MacAddress mac, int mtu = 1500, OffloadCapabilities? offloads = null)
    {
        _kernel = kernel;
        _mtu = mtu;
        _offloads = offloads ?? OffloadCapabilities.None;
        Name = name;
        Mac = mac;
        _pool = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = name + "/rx", DataSize = 70_000 });
    }

    public string Name { get; }

    public MacAddress Mac { get; }

    /// <summary>Every frame that was sent, padded to 60 bytes.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>Gets what this one sends, one microsecond later.</summary>
    public TestNic? Peer { get; set; }

    /// <summary>Decides whether a frame gets lost on its way to the peer.</summary>
    public Func<byte[], bool>? Loses { get; set; }

    /// <summary>The last request of each kind: its object, or its bytes.</summary>
    public Dictionary<Oid, object?> Requests { get; } = [];

    public PacketFilter Filter { get; private set; }

    public MacAddress[] MulticastList { get; private set; } = [];

    public int MaximumChain { get; private set; }

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        _adapter = adapter;
        adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = Mac, PermanentMacAddress = Mac, MtuSize = _mtu });
        adapter.SetAttributes(new MiniportOffloadAttributes { DefaultConfiguration = _offloads, HardwareCapabilities = _offloads });
        miniport = this;
        return NtStatus.Success;
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        MaximumChain = Math.Max(MaximumChain, chain.Count);
        NetBufferListChain done = chain.Take();
        foreach (NetBufferList list in done)
        {
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                byte[] frame = new byte[Math.Max(EthernetHeader.MinimumFrame, buffer.DataLength)];
                buffer.CopyTo(0, frame);
                Carry(frame);
            }

            list.Status = NtStatus.Success;
        }

        _adapter!.CompleteSend(ref done, SendCompleteFlags.None);
    }

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        while (chain.RemoveFirst() is { } list)
        {
            list.Free();
        }
    }

    public NtStatus OidRequest(OidRequest request)
    {
        Requests[request.Oid] = request.InformationObject ?? request.InformationBuffer.ToArray();
        if (request.Oid == Oid.GenCurrentPacketFilter)
        {
            request.Read(out uint filter);
            Filter = (PacketFilter)filter;
        }
        else if (request.Oid == Oid.Ethernet8023MulticastList)
        {
            MulticastList = [.. request.InformationBuffer.ToArray().Chunk(MacAddress.Size).Select(bytes => MacAddress.Read(bytes))];
        }

        return NtStatus.Success;
    }

    public void Halt(HaltAction action)
    {
    }

    public NtStatus Pause(PauseReason reason) => NtStatus.Success;

    public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    public void CancelOidRequest(ulong requestId)
    {
    }

    public void OnEvent(int token) => Receive(_inFlight.Dequeue());

    /// <summary>Indicates frames as one chain.</summary>
    public void Receive(params byte[][] frames) => Indicate(frames, ReceiveFlags.None, ReceiveChecksumInfo.None);

    /// <summary>Indicates frames with the result of a checksum check.</summary>
    public void ReceiveChecked(ReceiveChecksumInfo checksums, params byte[][] frames) => Indicate(frames, ReceiveFlags.None, checksums);

    /// <summary>Indicates frames on loan.</summary>
    public void ReceiveOnLoan(params byte[][] frames) => Indicate(frames, ReceiveFlags.Resources, ReceiveChecksumInfo.None);

    /// <summary>Indicates a frame whose bytes lie in several pieces of memory.</summary>
    public void ReceiveScattered(byte[] frame, params int[] cuts)
    {
        using IrqlScope raised = _kernel.BootProcessor.RaiseIrql(Irql.Dispatch);
        NetBufferList list = _pool.Get();
        int from = 0;
        foreach (int to in cuts.Append(frame.Length))
        {
            Assert.True(_kernel.Mdls.TryRent(out Mdl? mdl));
            mdl.Buffer = frame;
            mdl.Offset = from;
            mdl.ByteCount = to - from;
            list.FirstNetBuffer.AppendMdl(mdl);
            from = to;
        }

        NetBufferListChain chain = new(list);
        _adapter!.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.DispatchLevel);
    }

    public byte[] TakeSent()
    {
        Assert.NotEmpty(Sent);
        byte[] first = Sent[0];
        Sent.RemoveAt(0);
        return first;
    }

    private void Carry(byte[] frame)
    {
        Sent.Add(frame);
        if (Peer is { } peer && Loses?.Invoke(frame) != true)
        {
            peer._inFlight.Enqueue(frame);
            _kernel.Loop.Schedule(_kernel.Now + 1_000, EventClass.Dpc, peer, 0);
        }
    }

    private void Indicate(byte[][] frames, ReceiveFlags flags, ReceiveChecksumInfo checksums)
    {
        using IrqlScope raised = _kernel.BootProcessor.RaiseIrql(Irql.Dispatch);
        NetBufferListChain chain = default;
        foreach (byte[] frame in frames)
        {
            NetBufferList list = _pool.Get();
            list.FirstNetBuffer.DataLength = frame.Length;
            frame.CopyTo(list.FirstNetBuffer.GetWritable(frame.Length));
            list.CorrelationId = _kernel.NextCorrelationId();
            if (checksums != ReceiveChecksumInfo.None)
            {
                list.ReceiveChecksum = checksums;
            }

            chain.Add(list);
        }

        _adapter!.IndicateReceive(ref chain, PortNumber.Default, flags | ReceiveFlags.DispatchLevel);
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            ReturnNetBufferLists(ref chain, ReturnFlags.None);
        }
    }
}
