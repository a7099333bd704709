using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Engine statuses in words.</summary>
public static class FwpStatusText
{
    /// <summary>The name of a status of this library, or of the kernel.</summary>
    /// <param name="status">The status.</param>
    /// <returns>Such as <c>FWP_E_TYPE_MISMATCH: the value's type differs from the field's</c>.</returns>
    public static string Of(NtStatus status)
    {
        string words = Words(status);
        return words.Length > 0 ? words : status.Name;
    }

    private static string Words(NtStatus status)
    {
        foreach ((NtStatus Status, string Text) entry in Known)
        {
            if (entry.Status == status)
            {
                return entry.Text;
            }
        }

        return string.Empty;
    }

    private static readonly (NtStatus Status, string Text)[] Known =
    [
        (FwpStatus.CalloutNotFound, "FWP_E_CALLOUT_NOT_FOUND: the callout was not added"),
        (FwpStatus.ConditionNotFound, "FWP_E_CONDITION_NOT_FOUND: the layer does not have the field"),
        (FwpStatus.FilterNotFound, "FWP_E_FILTER_NOT_FOUND: there is no such filter"),
        (FwpStatus.LayerNotFound, "FWP_E_LAYER_NOT_FOUND: there is no such layer"),
        (FwpStatus.ProviderNotFound, "FWP_E_PROVIDER_NOT_FOUND: there is no such provider"),
        (FwpStatus.ProviderContextNotFound, "FWP_E_PROVIDER_CONTEXT_NOT_FOUND: there is no such provider context"),
        (FwpStatus.SubLayerNotFound, "FWP_E_SUBLAYER_NOT_FOUND: there is no such sublayer"),
        (FwpStatus.AlreadyExists, "FWP_E_ALREADY_EXISTS: the key is used already"),
        (FwpStatus.L2DriverNotReady, "FWP_E_L2_DRIVER_NOT_READY: nothing shows frames to the link layers"),
        (FwpStatus.IncompatibleLayer, "FWP_E_INCOMPATIBLE_LAYER: the layer does not support this"),
        (FwpStatus.LifetimeMismatch, "FWP_E_LIFETIME_MISMATCH: the object would outlive something that it refers to"),
        (FwpStatus.InvalidFlags, "FWP_E_INVALID_FLAGS: unknown or contradictory flags"),
        (FwpStatus.InvalidNetMask, "FWP_E_INVALID_NET_MASK: the mask is not contiguous"),
        (FwpStatus.InvalidRange, "FWP_E_INVALID_RANGE: the low end is above the high end"),
        (FwpStatus.NullDisplayName, "FWP_E_NULL_DISPLAY_NAME: a name is required"),
        (FwpStatus.InvalidActionType, "FWP_E_INVALID_ACTION_TYPE: not an action of filters"),
        (FwpStatus.InvalidWeight, "FWP_E_INVALID_WEIGHT: the weight has a wrong type or is out of range"),
        (FwpStatus.MatchTypeMismatch, "FWP_E_MATCH_TYPE_MISMATCH: the match type does not suit the value"),
        (FwpStatus.TypeMismatch, "FWP_E_TYPE_MISMATCH: the value's type differs from the field's"),
        (FwpStatus.ActionIncompatibleWithSubLayer, "FWP_E_ACTION_INCOMPATIBLE_WITH_SUBLAYER: the sublayer only inspects"),
        (FwpStatus.ContextIncompatibleWithCallout, "FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT: the callout requires a provider context"),
        (FwpStatus.NetEventsDisabled, "FWP_E_NET_EVENTS_DISABLED: net events are not collected"),
        (FwpStatus.ConnectionsDisabled, "FWP_E_CONNECTIONS_DISABLED: connections are not monitored"),
    ];
}
