using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What NDIS itself does with status indications.</summary>
internal static class StatusPath
{
    /// <summary>Checks the payload, turns its bytes into an object, and legacy link indications into the modern one.</summary>
    public static StatusIndication Translate(MiniportAdapter adapter, in StatusIndication indication)
    {
        object? payload = indication.Payload;
        if (!NdisStatusCatalog.TryAccept(indication.StatusCode, ref payload))
        {
            NdisBugCheck.Raise(
                adapter.Kernel, NdisBugCheckCode.StatusIndicationInvalidBuffer, adapter.Driver.Name,
                $"{NdisStatusCatalog.NameOf(indication.StatusCode)} with a payload of {Describe(indication.Payload)}");
        }

        return indication.StatusCode switch
        {
            NdisStatusCode.MediaConnect => Link(adapter, indication, MediaConnectState.Connected),
            NdisStatusCode.MediaDisconnect => Link(adapter, indication, MediaConnectState.Disconnected),
            _ => indication.With(payload),
        };
    }

    /// <summary>An indication has come to the top: what upper drivers know is brought up to date.</summary>
    public static void Apply(DriverStack stack, in StatusIndication indication)
    {
        AdapterAttributes attributes = stack.Adapter.Attributes;
        switch (indication.StatusCode)
        {
            case NdisStatusCode.LinkState:
                ApplyLink(stack, indication.Port, (LinkState)indication.Payload!, indication.Flags);
                break;
            case NdisStatusCode.PortState:
                stack.Adapter.PortTable.Find(indication.Port)?.Apply((PortState)indication.Payload!);
                stack.Adapter.UpdatePaths();
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
            case NdisStatusCode.ResetEnd:
                stack.History.WasReset();
                break;
        }
    }

    // The link of the default port is that of the adapter; other ports have links of their own.
    private static void ApplyLink(DriverStack stack, PortNumber port, LinkState state, uint flags)
    {
        stack.Adapter.PortTable.Find(port)?.Apply(state);
        if (!port.IsDefault)
        {
            return;
        }

        bool bounced = (flags & StatusIndication.MediaConnectToConnect) != 0;
        if (bounced || state.MediaConnectState != stack.Adapter.Attributes.LinkState.MediaConnectState)
        {
            stack.History.LinkChanged();
        }

        stack.Adapter.Attributes.LinkState = state;
    }

    private static StatusIndication Link(MiniportAdapter adapter, in StatusIndication legacy, MediaConnectState state) =>
        new(adapter, NdisStatusCode.LinkState, adapter.Attributes.LinkState with { MediaConnectState = state }, legacy.Flags) { Port = legacy.Port };

    private static string Describe(object? payload) => payload is byte[] bytes ? $"{bytes.Length} bytes" : payload?.GetType().Name ?? "nothing";
}
