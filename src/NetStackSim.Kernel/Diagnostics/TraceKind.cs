namespace NetStackSim.Kernel;

/// <summary>What a <see cref="TraceEvent"/> records.</summary>
public enum TraceKind : ushort
{
    /// <summary>No event; never written.</summary>
    None,

    /// <summary>A list was handed down towards the wire.</summary>
    SendDown,

    /// <summary>A sent list came back to its originator's side.</summary>
    SendComplete,

    /// <summary>A list was handed up towards a client.</summary>
    ReceiveUp,

    /// <summary>A received list went back towards its miniport.</summary>
    ReturnDown,

    /// <summary>A layer classified; argument 0 is the layer, argument 1 the result.</summary>
    Classify,

    /// <summary>Something was dropped; argument 0 is the key of the reason, argument 1 the filter.</summary>
    Drop,

    /// <summary>A NIC gathered a list into a frame.</summary>
    DmaGather,

    /// <summary>A NIC filled or bound a posted receive buffer.</summary>
    DmaReceive,

    /// <summary>A frame left a port.</summary>
    WireOut,

    /// <summary>A frame arrived at a port.</summary>
    WireIn,

    /// <summary>An interrupt service routine ran.</summary>
    Interrupt,

    /// <summary>A DPC ran.</summary>
    Dpc,

    /// <summary>A timer ran.</summary>
    Timer,

    /// <summary>A work item or thread step ran.</summary>
    WorkItem,

    /// <summary>A header was put in front; the length is that of the header, argument 0 its protocol.</summary>
    HeaderAdded,

    /// <summary>A header was taken off; the length is that of the header, argument 0 its protocol.</summary>
    HeaderRemoved,

    /// <summary>Bytes reached a client.</summary>
    Deliver,

    /// <summary>A client asked for bytes to be sent.</summary>
    Submit,

    /// <summary>A large unit was cut into segments or fragments; argument 0 is their number.</summary>
    Segment,

    /// <summary>Several segments or fragments became one unit; argument 0 is their number.</summary>
    Coalesce,

    /// <summary>A connection changed its state; argument 0 is the old one, argument 1 the new one.</summary>
    StateChange,

    /// <summary>A list was cloned; argument 0 is the correlation id of the original.</summary>
    Clone,

    /// <summary>A list was injected.</summary>
    Inject,

    /// <summary>A status, link or address change; the arguments depend on the component.</summary>
    Status,

    /// <summary>Anything of a user's own.</summary>
    Custom,
}
