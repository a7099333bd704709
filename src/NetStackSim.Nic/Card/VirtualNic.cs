using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>A simulated Ethernet card: descriptor rings, DMA, a two-stage interrupt, offload engines. Its driver is <see cref="VirtualNicDriver"/>.</summary>
/// <remarks>
/// <para>
/// Plug it into a wire with <see cref="Wire.Connect"/> and hand it to NDIS as the device of an adapter. Until its driver has started it drops what arrives.
/// </para>
/// <para>
/// Transmit: the lists of one send call become one chain of frames on the wire, with one copy (the DMA) and the checksum in the same pass; they complete in a
/// DPC. Receive: all frames of one instant are in the ring before the interrupt runs, and one DPC indicates them as one chain.
/// </para>
/// </remarks>
public sealed partial class VirtualNic : IWirePort, IFrameDropSink, IInterruptDevice, IKeywordDevice
{
    private const RssCapabilityFlags AllHashTypes =
        RssCapabilityFlags.Toeplitz | RssCapabilityFlags.HashTypeTcpIPv4 | RssCapabilityFlags.HashTypeTcpIPv6 | RssCapabilityFlags.HashTypeTcpIPv6Ex
        | RssCapabilityFlags.HashTypeUdpIPv4 | RssCapabilityFlags.HashTypeUdpIPv6 | RssCapabilityFlags.HashTypeUdpIPv6Ex;

    private readonly SimKernel _kernel;
    private readonly FramePool _frames;
    private readonly NetBufferListPool _lists;
    private NicQueue[] _queues;
    private NicQueue _first;
    private NicInterruptHandlers _handlers;
    private readonly NicTrace _trace;
    private OffloadCapabilities _offloads;
    private NdisStatistics _statistics;

    /// <summary>Makes a card without cable and driver.</summary>
    /// <param name="kernel">The host that it is plugged into.</param>
    /// <param name="frames">The frames of the loop.</param>
    /// <param name="options">What it is; null for a gigabit card with everything offloaded.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public VirtualNic(SimKernel kernel, FramePool frames, VirtualNicOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(frames);
        Hardware = options ?? new VirtualNicOptions();
        Hardware.Validate();
        Options = Hardware;
        _kernel = kernel;
        _frames = frames;
        Name = Options.Name ?? kernel.Name + "/nic";
        PermanentMacAddress = Options.MacAddress == MacAddress.None ? DefaultAddress(kernel) : Options.MacAddress;
        Filter = new ReceiveFilter(PermanentMacAddress) { IsImperfect = Options.ImperfectMulticastFilter };
        Power = new NicPower(this, frames);
        VmQueues = new VirtualMachineQueues(this);
        Splitter = new HeaderDataSplitter(kernel, frames);
        _statistics.Supported = SupportedStatistics.All;
        _trace = new NicTrace(kernel, Name);
        _lists = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = Name + "/receive" });
        Build();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The host.</summary>
    public SimKernel Kernel => _kernel;

    /// <summary>What it is, with what the keywords of its adapter have set.</summary>
    public VirtualNicOptions Options { get; private set; }

    /// <summary>The address in use: the burnt-in one, or that of the keyword NetworkAddress.</summary>
    public MacAddress MacAddress => Filter.Address;

    /// <inheritdoc/>
    public IWirePort? Peer { get; set; }

    /// <summary>Uncut TCP sends when coalescing is on, partial checksums when it would verify them.</summary>
    public WireCapabilities Capabilities { get; private set; }

    /// <summary>True while the cable is in and the far end is up.</summary>
    public bool IsLinkUp { get; private set; }

    /// <summary>True between restart and pause of its adapter.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Offloads that are on.</summary>
    public OffloadCapabilities Offloads
    {
        get => _offloads;
        internal set
        {
            _offloads = value;
            Reconfigure();
        }
    }

    /// <summary>Which received frames pass.</summary>
    public PacketFilter PacketFilter => Filter.Bits;

    /// <summary>The counters of OID_GEN_STATISTICS.</summary>
    public ref readonly NdisStatistics Statistics => ref _statistics;

    /// <summary>Sees every frame that leaves or enters, as it is on the wire; null when nobody looks.</summary>
    public IWireObserver? Observer { get; set; }

    /// <summary>The line or the messages by which it interrupts.</summary>
    public InterruptResources InterruptResources { get; private set; }

    /// <summary>Queue pairs.</summary>
    public int QueueCount => _queues.Length;

    /// <summary>What a queue has done.</summary>
    /// <param name="queue">Its number, below <see cref="QueueCount"/>.</param>
    public NicQueueStatistics GetQueue(int queue) => _queues[queue].Statistics;

    /// <summary>Free receive descriptors of all queues.</summary>
    public int PostedDescriptors => (int)Sum(static queue => queue.Receive.Posted);

    /// <summary>Received lists that the stack has not returned.</summary>
    public int IndicatedLists => _lists.Outstanding;

    /// <summary>Lists that wait for a transmit descriptor.</summary>
    public int WaitingSends => (int)Sum(static queue => queue.Transmit.Waiting);

    /// <summary>Interrupts so far.</summary>
    public long Interrupts => Sum(static queue => queue.Interrupt.Count);

    /// <summary>Segments that became part of a coalesced unit.</summary>
    public long CoalescedPackets => Coalescing.Packets;

    /// <summary>Coalesced units of at least two segments.</summary>
    public long CoalescedUnits => Coalescing.Events;

    internal ref NdisStatistics Counters => ref _statistics;

    internal ReceiveFilter Filter { get; }

    internal ReadOnlySpan<NicQueue> Queues => _queues;

    internal CoalescingCounters Coalescing { get; } = new();

    /// <summary>Which queue gets a frame.</summary>
    internal ReceiveScaling Scaling { get; private set; }

    /// <summary>What the card can do for receive-side scaling; null for a card with one queue.</summary>
    internal ReceiveScaleCapabilities? ScaleCapabilities => _queues.Length == 1 || Options.ReceiveFilters.QueueCount > 0 ? null : new ReceiveScaleCapabilities
    {
        Flags = AllHashTypes | RssCapabilityFlags.ClassificationAtIsr | RssCapabilityFlags.SupportsIndependentEntryMove | RssCapabilityFlags.SupportsMsiX
            | (Options.InterruptLine is null ? RssCapabilityFlags.MessageSignaledInterrupts | RssCapabilityFlags.UsingMsiX : RssCapabilityFlags.None),
        InterruptMessages = (uint)InterruptResources.MessageCount,
        ReceiveQueues = (uint)_queues.Length,
        IndirectionTableEntries = ReceiveScaleParameters.MaximumTableEntries,
    };

    /// <summary>Interrupts of all queues are spread in time.</summary>
    internal bool IsModerated
    {
        get => _first.Interrupt.IsModerated;
        set
        {
            foreach (NicQueue queue in _queues)
            {
                queue.Interrupt.IsModerated = value;
            }
        }
    }

    /// <summary>The longest frame that is sent untagged.</summary>
    internal int MaxFrameSize => Options.Mtu + EthernetHeader.Size;

    /// <summary>The longest frame that is received: with a tag.</summary>
    internal int MaxReceiveSize => Options.Mtu + EthernetHeader.Size + 4;

    /// <summary>The NDIS side; null while no driver has it.</summary>
    internal MiniportAdapter? Adapter { get; private set; }

    internal NtStatus Attach(MiniportAdapter adapter)
    {
        Adapter = adapter;
        IsPresent = true;
        NtStatus status = _handlers.Connect(adapter);
        Adapter = status.IsSuccess ? adapter : null;
        return status;
    }

    internal void Detach()
    {
        IsRunning = false;
        _handlers.Disconnect();
        foreach (NicQueue queue in _queues)
        {
            queue.Receive.Clear();
        }

        VmQueues.Reset();
        Scaling.PowerOn();
        Adapter = null;
    }

    /// <summary>No interrupt any more: the system goes down.</summary>
    internal void Silence() => _handlers.Silence();

    internal void Start()
    {
        Touch(NicRegister.Control);
        IsRunning = true;
        Faults?.Start();
    }

    /// <summary>Stops both directions and gives every send back.</summary>
    /// <param name="status">What the sends that the wire does not have get.</param>
    internal void Stop(NtStatus status)
    {
        IsRunning = false;
        NetBufferListChain chain = default;
        foreach (NicQueue queue in _queues)
        {
            queue.Receive.Clear();
            queue.Transmit.Abort(status, ref chain);
            queue.Transmit.TakeCompleted(ref chain);
        }

        Faults?.Flush(ref chain);
        if (!chain.IsEmpty)
        {
            FailRemoved(chain);
            Adapter!.CompleteSend(ref chain, SendCompleteFlags.None);
        }
    }

    internal void Send(ref NetBufferListChain chain)
    {
        if (!IsRunning)
        {
            Refuse(ref chain);
            return;
        }

        if (_queues.Length == 1)
        {
            _first.Transmit.Send(ref chain);
        }
        else
        {
            SendByQueue(ref chain);
        }
    }

    internal void CancelSend(ulong cancelId)
    {
        NetBufferListChain cancelled = default;
        foreach (NicQueue queue in _queues)
        {
            queue.Transmit.Cancel(cancelId, ref cancelled);
        }

        if (!cancelled.IsEmpty)
        {
            Adapter!.CompleteSend(ref cancelled, SendCompleteFlags.None);
        }
    }

    internal void Return(ref NetBufferListChain chain)
    {
        if (_queues.Length == 1)
        {
            _first.Receive.Return(ref chain);
        }
        else
        {
            ReceiveRing.ReturnToRings(ref chain);
        }
    }

    internal void TraceReceived(in NetBufferListChain chain) => _trace.Lists(TraceKind.DmaReceive, chain);

    private void SendByQueue(ref NetBufferListChain chain)
    {
        while (chain.RemoveFirst() is { } first)
        {
            NicQueue queue = Scaling.SelectTransmit(first);
            NetBufferListChain run = default;
            run.Add(first);
            while (chain.Head is { } next && ReferenceEquals(Scaling.SelectTransmit(next), queue))
            {
                run.Add(chain.RemoveFirst()!);
            }

            queue.Transmit.Send(ref run);
        }
    }

    private static MacAddress DefaultAddress(SimKernel kernel) => new(0x0200_0000_0000 | ((ulong)(kernel.HostIndex + 1) & 0xFF_FFFF));

    // Nobody can ask a device that is gone whether it has sent something.
    private void FailRemoved(in NetBufferListChain chain)
    {
        for (NetBufferList? list = IsPresent ? null : chain.Head; list is not null; list = list.Next)
        {
            list.Status = NdisStatus.AdapterRemoved;
        }
    }

    private void Refuse(ref NetBufferListChain chain)
    {
        NtStatus status = !IsPresent ? NdisStatus.AdapterRemoved : Power.IsAsleep ? NdisStatus.LowPowerState : NdisStatus.Paused;
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            list.Status = status;
            _kernel.Drops.Count(NicDropReasons.SendNotRunning, list.CorrelationId, list.DataLength);
        }

        _statistics.OutDiscards += (ulong)chain.Count;
        Adapter!.CompleteSend(ref chain, SendCompleteFlags.None);
    }

    private InterruptResources ClaimInterrupts()
    {
        if (Options.InterruptLine is { } line)
        {
            return new InterruptResources([], line);
        }

        Processor[] targets = new Processor[_queues.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = ProcessorOf(i);
        }

        return new InterruptResources(targets);
    }

    // Message after message goes to the next processor, from the one that the first is given to.
    private Processor ProcessorOf(int queue)
    {
        ReadOnlySpan<Processor> all = _kernel.Processors;
        int first = Options.InterruptLine is { } line ? line.Processor.Number : Math.Min(Options.InterruptProcessor, all.Length - 1);
        return all[(first + queue) % all.Length];
    }

    private long Sum(Func<NicQueue, long> value)
    {
        long sum = 0;
        foreach (NicQueue queue in _queues)
        {
            sum += value(queue);
        }

        return sum;
    }
}
