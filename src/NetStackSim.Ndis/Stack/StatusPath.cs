using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What NDIS itself does with status indications.</summary>
internal static class StatusPath
{
    /// <summary>Checks the payload and turns legacy link indications into the modern one.</summary>
    public static StatusIndication Translate(MiniportAdapter adapter, in StatusIndication indication)
    {
        switch (indication.StatusCode)
        {
            case NdisStatusCode.MediaConnect:
                return new StatusIndication(adapter, NdisStatusCode.LinkState, adapter.Attributes.LinkState with { MediaConnectState = MediaConnectState.Connected }, indication.Flags);
            case NdisStatusCode.MediaDisconnect:
                return new StatusIndication(adapter, NdisStatusCode.LinkState, adapter.Attributes.LinkState with { MediaConnectState = MediaConnectState.Disconnected }, indication.Flags);
            default:
                if (!HasRightPayload(indication))
                {
                    NdisBugCheck.Raise(
                        adapter.Kernel, NdisBugCheckCode.StatusIndicationInvalidBuffer, adapter.Driver.Name,
                        $"{indication.StatusCode} with a payload of {indication.Payload?.GetType().Name ?? "nothing"}");
                }

                return indication;
        }
    }

    /// <summary>An indication has come to the top: what upper drivers know is brought up to date.</summary>
    public static void Apply(AdapterAttributes attributes, in StatusIndication indication)
    {
        switch (indication.StatusCode)
        {
            case NdisStatusCode.LinkState:
                attributes.LinkState = (LinkState)indication.Payload!;
                break;
            case NdisStatusCode.TaskOffloadCurrentConfig:
                attributes.Offloads = (OffloadCapabilities)indication.Payload!;
                break;
            case NdisStatusCode.TaskOffloadHardwareCapabilities:
                attributes.HardwareOffloads = (OffloadCapabilities)indication.Payload!;
                break;
            case NdisStatusCode.L2MtuSizeChange:
                attributes.MtuSize = (int)indication.Payload!;
                break;
            case NdisStatusCode.CurrentMacAddressChange:
                attributes.MacAddress = (MacAddress)indication.Payload!;
                break;
        }
    }

    private static bool HasRightPayload(in StatusIndication indication) => indication.StatusCode switch
    {
        NdisStatusCode.LinkState => indication.Payload is LinkState,
        NdisStatusCode.TaskOffloadCurrentConfig or NdisStatusCode.TaskOffloadHardwareCapabilities => indication.Payload is OffloadCapabilities,
        NdisStatusCode.L2MtuSizeChange => indication.Payload is int,
        NdisStatusCode.CurrentMacAddressChange => indication.Payload is MacAddress,
        NdisStatusCode.PacketFilter => indication.Payload is PacketFilter,
        NdisStatusCode.HdSplitCurrentConfig => indication.Payload is HeaderDataSplitConfig,
        NdisStatusCode.ReceiveQueueState => indication.Payload is ReceiveQueueStateChange,
        NdisStatusCode.PmWolPatternRejected or NdisStatusCode.PmOffloadRejected => indication.Payload is uint,
        NdisStatusCode.PmWakeReason => indication.Payload is WakeReason,
        _ => true,
    };
}
