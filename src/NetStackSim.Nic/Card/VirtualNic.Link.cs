using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <content>What is told of the link, and asked of it.</content>
public sealed partial class VirtualNic
{
    private MediaDuplexState? _duplex;
    private PauseFunctions? _pause;
    private uint _negotiated;

    internal LinkState LinkState => new()
    {
        MediaConnectState = IsLinkUp ? MediaConnectState.Connected : MediaConnectState.Disconnected,
        MediaDuplexState = _duplex ?? Options.Duplex,
        XmitLinkSpeed = Options.LinkSpeed,
        RcvLinkSpeed = Options.LinkSpeed,
        PauseFunctions = _pause ?? Options.FlowControl,
        AutoNegotiationFlags = _negotiated,
    };

    /// <summary>The name of the computer, as the system told it; null until then.</summary>
    internal string? MachineName { get; set; }

    /// <summary>OID_GEN_LINK_PARAMETERS. A change of the link is told at once.</summary>
    internal void ChangeLink(LinkParameters parameters)
    {
        LinkState before = LinkState;
        _duplex = parameters.MediaDuplexState == MediaDuplexState.Unknown ? _duplex : parameters.MediaDuplexState;
        _pause = parameters.PauseFunctions;
        _negotiated = parameters.AutoNegotiationFlags;
        if (LinkState != before)
        {
            Adapter?.IndicateLinkState(LinkState);
        }
    }
}
