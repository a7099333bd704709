using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests;

/// <summary>One card with its driver stack: a recording wire port at one end, a protocol that notes everything at the other.</summary>
internal sealed class NicFixture : IProtocolDriver, IProtocol
{
    public const ulong Mac = 0x0200_0000_0002;

    private readonly NetBufferListPool _sendPool;
    private readonly List<NetBufferList> _held = [];
    private ProtocolBinding? _binding;

    public NicFixture(VirtualNicOptions? options = null, WireCapabilities? wire = null, bool filter = true, SimKernelOptions? host = null)
        : this(new FramePool(new EventLoop()), host ?? new SimKernelOptions { Name = "host" }, Mac, options, wire)
    {
        Wire.Connect(Nic, Port);
        Start(filter);
    }

    /// <summary>A card whose adapter has keywords in the registry.</summary>
    public NicFixture(VirtualNicOptions? options, SimKernelOptions? host, params KeyValuePair<string, string>[] keywords)
        : this(new FramePool(new EventLoop()), host ?? new SimKernelOptions { Name = "host" }, Mac, options)
    {
        Wire.Connect(Nic, Port);
        Start(filter: true, keywords);
    }

    /// <summary>A host without cable, to be started by <see cref="Start"/>.</summary>
    public NicFixture(FramePool frames, SimKernelOptions host, ulong mac, VirtualNicOptions? options = null, WireCapabilities? wire = null)
        : this(frames, host, mac, _ => options ?? new VirtualNicOptions(), wire)
    {
    }

    /// <summary>The same with hardware that needs the host: an interrupt line.</summary>
    public NicFixture(FramePool frames, SimKernelOptions host, ulong mac, Func<SimKernel, VirtualNicOptions> options, WireCapabilities? wire = null)
    {
        Loop = frames.Loop;
        Kernel = new SimKernel(Loop, host);
        Frames = frames;
        Nic = new VirtualNic(Kernel, Frames, options(Kernel) with { MacAddress = new MacAddress(mac) });
        Port = new RecordingPort(Loop, wire ?? WireCapabilities.SingleFrames, "wire");
        Ndis = new NdisRuntime(Kernel);
        _sendPool = new NetBufferListPool(Kernel, new NetBufferListPoolOptions { Name = "test/send", DataSize = 70_000, HeadRoom = 128 });
        Ndis.RegisterProtocol(this, new ProtocolOptions { Name = "TEST" });
    }

    public void Start(bool filter = true, params KeyValuePair<string, string>[] keywords)
    {
        MiniportRegistration driver = Ndis.RegisterMiniport(new VirtualNicDriver(), VirtualNicDriver.Registration);
        Adapter = Ndis.AddAdapter(driver, new AdapterOptions { Name = "Ethernet", Device = Nic, Keywords = keywords });
        if (!Nic.Options.ChecksForHang)
        {
            Settle();
        }

        if (filter)
        {
            SetFilter(PacketFilter.Directed | PacketFilter.Broadcast | PacketFilter.Multicast);
        }
    }

    // A card whose link flaps is never idle.
    private void Settle()
    {
        if (Nic.Options.Faults is { LinkFlapPeriodNs: > 0 })
        {
            Loop.RunFor(1_000_000);
        }
        else
        {
            Loop.RunUntilIdle();
        }
    }

    public EventLoop Loop { get; }

    public SimKernel Kernel { get; }

    public FramePool Frames { get; }

    public VirtualNic Nic { get; }

    public RecordingPort Port { get; }

    public NdisRuntime Ndis { get; }

    public MiniportAdapter Adapter { get; private set; } = null!;

    public ProtocolBinding Binding => _binding!;

    public List<Received> Indicated { get; } = [];

    public List<Completed> Completions { get; } = [];

    public List<NdisStatusCode> Statuses { get; } = [];

    public List<object?> Payloads { get; } = [];

    /// <summary>Link indications that say the link bounced.</summary>
    public int Bounces { get; private set; }

    public int SentLists { get; private set; }

    public int Indications { get; private set; }

    public int CompletionCalls { get; private set; }

    /// <summary>Keeps received lists until <see cref="ReturnHeld"/>.</summary>
    public bool Hold { get; set; }

    public int HeldCount => _held.Count;

    public void SetFilter(PacketFilter bits) => Assert.Equal(NtStatus.Success, Request(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)bits)));

    public NtStatus Request(OidRequest request)
    {
        NtStatus status = Binding.OidRequest(request);
        if (status == NtStatus.Pending)
        {
            _lastRequestStatus = null;
            Settle();
            return _lastRequestStatus!.Value;
        }

        return status;
    }

    private NtStatus? _lastRequestStatus;

    /// <summary>Result of the last request that pended.</summary>
    public NtStatus? LastRequestStatus => _lastRequestStatus;

    /// <summary>Frames arrive from the wire as one chain.</summary>
    public void Deliver(params byte[][] frames) => Port.Send(Frames, frames);

    public void Deliver(Frame frame) => Port.Send(frame);

    /// <summary>Builds a list over bytes, split over several MDLs on request.</summary>
    public NetBufferList List(ReadOnlySpan<byte> bytes, params int[] splits)
    {
        Assert.True(_sendPool.TryRent(out NetBufferList? list));
        NetBuffer buffer = list.FirstNetBuffer;
        int first = splits.Length > 0 ? splits[0] : bytes.Length;
        buffer.DataLength = first;
        Assert.Equal(first, buffer.CopyFrom(0, bytes[..first]));
        int done = first;
        for (int i = 1; i <= splits.Length; i++)
        {
            int length = i < splits.Length ? splits[i] : bytes.Length - done;
            if (length > 0)
            {
                buffer.AppendMdl(Mdl.Over(bytes.Slice(done, length).ToArray()));
                done += length;
            }
        }

        Assert.Equal(bytes.Length, buffer.DataLength);
        list.CorrelationId = Kernel.NextCorrelationId();
        return list;
    }

    public NetBufferList ListOfMany(params byte[][] frames)
    {
        NetBufferList list = List(frames[0]);
        foreach (byte[] frame in frames.AsSpan(1))
        {
            Assert.True(_sendPool.TryRentNetBuffer(out NetBuffer? buffer));
            buffer.SetData(Mdl.Over(frame), 0, frame.Length);
            list.AppendNetBuffer(buffer);
        }

        return list;
    }

    public void Send(params NetBufferList[] lists)
    {
        NetBufferListChain chain = default;
        foreach (NetBufferList list in lists)
        {
            chain.Add(list);
        }

        SentLists += lists.Length;
        Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    public void SendAndRun(params NetBufferList[] lists)
    {
        Send(lists);
        Loop.RunUntilIdle();
    }

    public void ReturnHeld(int count = int.MaxValue)
    {
        NetBufferListChain chain = default;
        foreach (NetBufferList list in _held.Take(count).ToArray())
        {
            _held.Remove(list);
            chain.Add(list);
        }

        Binding.Return(ref chain, ReturnFlags.None);
    }

    /// <summary>An LSOv2 request over a packet.</summary>
    public NetBufferList LsoV2(TestFrames.Spec spec, int mss)
    {
        byte[] frame = TestFrames.Request(TestFrames.Transport(spec), spec, withLength: false);
        TestFrames.Write16(frame, spec.IsV6 ? 18 : 16, 0);
        NetBufferList list = List(frame, Math.Min(frame.Length, 14 + spec.NetworkHeaderSize + spec.TransportHeaderSize));
        list.LargeSend = LargeSendInfo.Version2(mss, 14 + spec.NetworkHeaderSize, spec.IsV6);
        return list;
    }

    public void AssertClean()
    {
        Loop.RunUntilIdle();
        Assert.Equal(0, Frames.Outstanding);
        Assert.Equal(0, Nic.IndicatedLists);
        Assert.Equal(Nic.Options.ReceiveDescriptors * Nic.QueueCount, Nic.PostedDescriptors);
        Assert.Equal(0, _sendPool.Outstanding);
    }

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        _binding = binding;
        protocol = this;
        return NtStatus.Success;
    }

    public NtStatus Unbind() => NtStatus.Success;

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

    public void Status(in StatusIndication indication)
    {
        Statuses.Add(indication.StatusCode);
        Payloads.Add(indication.Payload);
        Bounces += (indication.Flags & StatusIndication.MediaConnectToConnect) != 0 ? 1 : 0;
    }

    public void OidRequestComplete(OidRequest request, NtStatus status) => _lastRequestStatus = status;

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        foreach (NetBufferList list in chain)
        {
            byte[] bytes = new byte[list.FirstNetBuffer.DataLength];
            Assert.Equal(bytes.Length, list.FirstNetBuffer.CopyTo(0, bytes));
            Indicated.Add(new Received(
                Loop.Now, Indications, bytes, list.ReceiveChecksum, list.Coalesce.SegmentCount, list.CoalesceTimestampDelta, list.FrameType, list.NblFlags,
                list.Vlan, flags, list.CorrelationId, list.HashValue, list.HashInfo, Kernel.CurrentProcessor.Number, list.UdpCoalesce,
                list.Filtering, Pieces(list)));
        }

        Indications++;
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            return;
        }

        if (Hold)
        {
            while (chain.RemoveFirst() is { } list)
            {
                _held.Add(list);
            }
        }
        else
        {
            Binding.Return(ref chain, ReturnFlags.DispatchLevel);
        }
    }

    // Lengths of the MDLs that hold the data.
    private static int[] Pieces(NetBufferList list)
    {
        List<int> lengths = [];
        NetBuffer buffer = list.FirstNetBuffer;
        int offset = buffer.CurrentMdlOffset;
        for (Mdl? mdl = buffer.CurrentMdl; mdl is not null; mdl = mdl.Next)
        {
            lengths.Add(mdl.ByteCount - offset);
            offset = 0;
        }

        return [.. lengths];
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        CompletionCalls++;
        while (chain.RemoveFirst() is { } list)
        {
            Completions.Add(new Completed(Loop.Now, list.Status, list.LargeSend, list.CorrelationId, Kernel.CurrentProcessor.Number));
            list.Free();
        }
    }

    internal sealed record Received(
        long TimeNs, int Indication, byte[] Bytes, ReceiveChecksumInfo Checksum, int Segments, uint TimestampDelta, ushort FrameType, NblFlags Truths, VlanInfo Vlan,
        ReceiveFlags Flags, ulong CorrelationId, uint Hash, HashInfo HashInfo, int Processor, UdpCoalesceInfo UdpUnit,
        FilteringInfo Filtering, int[] Pieces);

    internal sealed record Completed(long TimeNs, NtStatus Status, LargeSendInfo LargeSend, ulong CorrelationId, int Processor);
}
