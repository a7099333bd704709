namespace NetStackSim.Transport;

/// <summary>How a datagram flow lives on, as a callout asked with the classify options (<c>FWP_CLASSIFY_OPTION_TYPE</c>).</summary>
public sealed class FlowTuning
{
    /// <summary>Unicast flows end after so much silence; null for a minute.</summary>
    public long? UnicastLifetimeNs { get; set; }

    /// <summary>Outbound multicast and broadcast flows end after so much silence; null for four seconds.</summary>
    public long? MulticastLifetimeNs { get; set; }

    /// <summary>False: replies to a multicast or broadcast are authorised one by one.</summary>
    public bool AdmitsGroupReplies { get; set; } = true;

    /// <summary>True: a reply from another address than the one that was asked belongs to the flow.</summary>
    public bool LooseSource { get; set; }

    /// <summary>True: the flow stays on the host, as callouts are told.</summary>
    public bool LocalOnly { get; set; }
}
