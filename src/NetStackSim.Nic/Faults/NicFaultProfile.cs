using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>A way in which a card or its driver misbehaves, for tests of what is above it: each of the named ones is known from real hardware.</summary>
/// <remarks>Give it to a card as <see cref="VirtualNicOptions.Faults"/>. Several can be combined with <c>with</c>. Whatever counts "every n-th" counts from 1.</remarks>
public sealed record NicFaultProfile
{
    /// <summary>Name for reports.</summary>
    public string Name { get; init; } = "custom";

    /// <summary>Sends are completed so much later than they are on the wire, nanoseconds.</summary>
    public long CompletionDelayNs { get; init; }

    /// <summary>Every n-th list is not completed until the device is removed; 0 for none. A pause waits for it until the watchdog's time is over.</summary>
    public int StuckSendEvery { get; init; }

    /// <summary>The lists of every n-th completing DPC are completed twice; 0 for none. A driver bug: bug check 0x7C, or the ownership rules.</summary>
    public int DoubleCompletionEvery { get; init; }

    /// <summary>The lists of one DPC are completed in the opposite order, which is legal.</summary>
    public bool ReversesCompletions { get; init; }

    /// <summary>What the card says about received checksums.</summary>
    public ReceiveChecksumFault ReceiveChecksum { get; init; }

    /// <summary>At most so many receive descriptors, whatever the card was given; 0 for no limit.</summary>
    public int DescriptorLimit { get; init; }

    /// <summary>Every received list is on loan (RESOURCES).</summary>
    public bool LendsAlways { get; init; }

    /// <summary>MDLs of received frames are so much longer than the data, as buffers of real cards are: whoever takes the MDL length for the packet's reads garbage.</summary>
    public int MdlTail { get; init; }

    /// <summary>Large sends are completed with the request still in slot 2, not with what a card writes there.</summary>
    public bool OmitsLargeSendCompletion { get; init; }

    /// <summary>Every n-th interrupt does not get through; 0 for none. The work waits for the next one.</summary>
    public int LostInterruptEvery { get; init; }

    /// <summary>A request that pends until it is cancelled or the adapter is reset; null for none.</summary>
    public Oid? StuckOid { get; init; }

    /// <summary>The link goes down so often, nanoseconds; 0 for never.</summary>
    public long LinkFlapPeriodNs { get; init; }

    /// <summary>How long it stays down, nanoseconds; 0 reports a link that bounced faster than it was seen (MEDIA_CONNECT_TO_CONNECT).</summary>
    public long LinkFlapDownNs { get; init; }

    /// <summary>Sends complete a millisecond late.</summary>
    public static NicFaultProfile LateCompletion { get; } = new() { Name = nameof(LateCompletion), CompletionDelayNs = 1_000_000 };

    /// <summary>One send in eight is never completed: NdisTimedDataSend.</summary>
    public static NicFaultProfile StuckSend { get; } = new() { Name = nameof(StuckSend), StuckSendEvery = 8 };

    /// <summary>Every send is completed twice.</summary>
    public static NicFaultProfile DoubleCompletion { get; } = new() { Name = nameof(DoubleCompletion), DoubleCompletionEvery = 1 };

    /// <summary>Completions in the opposite order.</summary>
    public static NicFaultProfile ReversedCompletions { get; } = new() { Name = nameof(ReversedCompletions), ReversesCompletions = true };

    /// <summary>Bad checksums are reported as good.</summary>
    public static NicFaultProfile ChecksumAlwaysGood { get; } = new() { Name = nameof(ChecksumAlwaysGood), ReceiveChecksum = ReceiveChecksumFault.SaysGood };

    /// <summary>Good checksums are reported as bad.</summary>
    public static NicFaultProfile ChecksumAlwaysBad { get; } = new() { Name = nameof(ChecksumAlwaysBad), ReceiveChecksum = ReceiveChecksumFault.SaysBad };

    /// <summary>Checksums are not reported although the offload is on.</summary>
    public static NicFaultProfile ChecksumSilent { get; } = new() { Name = nameof(ChecksumSilent), ReceiveChecksum = ReceiveChecksumFault.SaysNothing };

    /// <summary>Four receive descriptors: bursts overrun the card.</summary>
    public static NicFaultProfile Overrun { get; } = new() { Name = nameof(Overrun), DescriptorLimit = 4 };

    /// <summary>Everything received is on loan.</summary>
    public static NicFaultProfile ResourcesPressure { get; } = new() { Name = nameof(ResourcesPressure), LendsAlways = true };

    /// <summary>MDLs longer than the data.</summary>
    public static NicFaultProfile LongMdl { get; } = new() { Name = nameof(LongMdl), MdlTail = 16 };

    /// <summary>Large sends without completion slot.</summary>
    public static NicFaultProfile SilentLargeSend { get; } = new() { Name = nameof(SilentLargeSend), OmitsLargeSendCompletion = true };

    /// <summary>Every third interrupt is lost.</summary>
    public static NicFaultProfile LostInterrupt { get; } = new() { Name = nameof(LostInterrupt), LostInterruptEvery = 3 };

    /// <summary>OID_GEN_STATISTICS never answers: NdisTimedOidComplete, reset by check-for-hang.</summary>
    public static NicFaultProfile StuckRequest { get; } = new() { Name = nameof(StuckRequest), StuckOid = Oid.GenStatistics };

    /// <summary>The link is down for 10 ms of every second.</summary>
    public static NicFaultProfile FlappingLink { get; } = new() { Name = nameof(FlappingLink), LinkFlapPeriodNs = 1_000_000_000, LinkFlapDownNs = 10_000_000 };

    /// <summary>The named ones.</summary>
    public static IReadOnlyList<NicFaultProfile> All { get; } =
    [
        LateCompletion, StuckSend, DoubleCompletion, ReversedCompletions, ChecksumAlwaysGood, ChecksumAlwaysBad, ChecksumSilent, Overrun, ResourcesPressure, LongMdl,
        SilentLargeSend, LostInterrupt, StuckRequest, FlappingLink,
    ];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
