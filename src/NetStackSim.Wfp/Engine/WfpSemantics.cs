namespace NetStackSim.Wfp;

/// <summary>
/// Rules that Windows leaves undocumented, each a choice that can be changed. The defaults follow what real machines show and, where
/// they show nothing, the specification of this library.
/// </summary>
public sealed record WfpSemantics
{
    /// <summary>The defaults.</summary>
    public static WfpSemantics Default { get; } = new();

    /// <summary>Which of the two engines decides. They decide alike; the naive one is slow and reads like the specification.</summary>
    public ClassifierKind Classifier { get; init; } = ClassifierKind.Compiled;

    /// <summary>Order of filters of equal weight in one sublayer. Real listings show the newest first.</summary>
    public TieOrder FilterTies { get; init; } = TieOrder.Newest;

    /// <summary>Seed of <see cref="TieOrder.SeededRandom"/>.</summary>
    public ulong TieSeed { get; init; }

    /// <summary>True when callouts of lower sublayers still run, with the right cleared, after a hard decision.</summary>
    public bool RunCalloutsAfterHardDecision { get; init; } = true;

    /// <summary>The run-time id of the first filter that is added.</summary>
    public ulong FirstFilterId { get; init; } = 65537;

    /// <summary>True when boot-time filters are enforced again after the service stopped, so that a host without it is not open.</summary>
    public bool BootTimeFiltersReturn { get; init; } = true;

    /// <summary>How many changes wait for a subscriber before further ones are lost.</summary>
    public int NotificationQueueLength { get; init; } = 1024;

    /// <summary>How many net events the log keeps (Windows: about 128 KB, 100 to 150 events).</summary>
    public int NetEventLogLength { get; init; } = 150;

    /// <summary>
    /// True when an event about a capability stands in the place of the one about the classification; false when both are recorded.
    /// </summary>
    public bool CapabilityEventReplacesClassifyEvent { get; init; } = true;

    /// <summary>
    /// True when traffic with private, link-local and loopback addresses is about the capability of the private network; false when the direction alone
    /// says which capability an event names.
    /// </summary>
    public bool PrivateAddressesNeedPrivateNetwork { get; init; } = true;

    /// <summary>
    /// True when a block at a discard layer is the drop of a port scan and is recorded by that keyword only; false when it is recorded like any drop.
    /// </summary>
    public bool DiscardBlocksArePortScans { get; init; } = true;

    /// <summary>True when the link layers tell the length of a frame (<c>FWPS_METADATA_FIELD_ETHER_FRAME_LENGTH</c>), which Windows has a bit for and does not support.</summary>
    public bool TellsEtherFrameLength { get; init; }

    /// <summary>The most bytes of one direction of a stream that wait for a callout before it has to decide (Windows: 8 MiB).</summary>
    public int StreamBufferLimit { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// What <c>countBytesRequired</c> counts: false, as documented, for the bytes that have to come on top of those that were indicated; true for all
    /// bytes together.
    /// </summary>
    public bool StreamRequiresTotal { get; init; }

    /// <summary>How automatic weights are computed.</summary>
    public IAutoWeight AutoWeight { get; init; } = Wfp.AutoWeight.Default;
}
