using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A port of a miniport adapter: a door of its own into the same driver stack, with a link and an access control of its own (NDIS_PORT).</summary>
/// <remarks>
/// Made by <see cref="MiniportAdapter.AllocatePort"/>; port 0, the default port, is always there. A port that is not active passes no data, no requests and no status
/// indications.
/// </remarks>
[WindowsDdi("NDIS_PORT")]
public sealed class NdisPort
{
    internal NdisPort(PortNumber number, PortCharacteristics characteristics)
    {
        Number = number;
        Characteristics = characteristics with { PortNumber = number.Value };
    }

    /// <summary>Its number.</summary>
    public PortNumber Number { get; }

    /// <summary>What it is, up to date with status indications and access control.</summary>
    public PortCharacteristics Characteristics { get; private set; }

    /// <summary>True between activation and deactivation.</summary>
    public bool IsActive { get; internal set; }

    /// <summary>True when access control lets sends pass: not controlled, or authorised.</summary>
    public bool MaySend => Passes(Characteristics.SendControlState, Characteristics.SendAuthorizationState) && Characteristics.Direction != PortDirection.ReceiveOnly;

    /// <summary>True when access control lets receives pass.</summary>
    public bool MayReceive => Passes(Characteristics.RcvControlState, Characteristics.RcvAuthorizationState) && Characteristics.Direction != PortDirection.SendOnly;

    /// <summary>The state as OID_GEN_PORT_STATE tells it.</summary>
    public PortState State => new()
    {
        MediaConnectState = Characteristics.MediaConnectState,
        XmitLinkSpeed = Characteristics.XmitLinkSpeed,
        RcvLinkSpeed = Characteristics.RcvLinkSpeed,
        Direction = Characteristics.Direction,
        SendControlState = Characteristics.SendControlState,
        RcvControlState = Characteristics.RcvControlState,
        SendAuthorizationState = Characteristics.SendAuthorizationState,
        RcvAuthorizationState = Characteristics.RcvAuthorizationState,
        Flags = Characteristics.Flags,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Number} ({(IsActive ? "active" : "allocated")})";

    internal void Apply(PortAuthenticationParameters parameters) => Characteristics = Characteristics with
    {
        SendControlState = parameters.SendControlState,
        RcvControlState = parameters.RcvControlState,
        SendAuthorizationState = parameters.SendAuthorizationState,
        RcvAuthorizationState = parameters.RcvAuthorizationState,
    };

    internal void Apply(PortState state) => Characteristics = Characteristics with
    {
        MediaConnectState = state.MediaConnectState,
        XmitLinkSpeed = state.XmitLinkSpeed,
        RcvLinkSpeed = state.RcvLinkSpeed,
        Direction = state.Direction,
        SendControlState = state.SendControlState,
        RcvControlState = state.RcvControlState,
        SendAuthorizationState = state.SendAuthorizationState,
        RcvAuthorizationState = state.RcvAuthorizationState,
        Flags = state.Flags,
    };

    // The default port has the link of the adapter.
    internal void Apply(LinkState link) => Characteristics = Characteristics with
    {
        MediaConnectState = link.MediaConnectState,
        XmitLinkSpeed = link.XmitLinkSpeed,
        RcvLinkSpeed = link.RcvLinkSpeed,
    };

    private static bool Passes(PortControlState control, PortAuthorizationState authorization) =>
        control != PortControlState.Controlled || authorization == PortAuthorizationState.Authorized;
}
