using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>INBOUND_MAC_FRAME_ETHERNET</c> and <c>OUTBOUND_MAC_FRAME_ETHERNET</c>, which have the same fields: frames with addresses, type and VLAN.</summary>
internal sealed class EthernetFrameShim(FilterPlatform platform, EngineLayer layer) : FrameShim(platform, layer)
{
    /// <inheritdoc/>
    private protected override void Fill(ClassifyValues values, InspectedFrame frame, ref InspectionContext context)
    {
        values.Clear();
        values.Set(InboundMacFrameEthernetField.InterfaceMacAddress, frame.Adapter.MacAddress);
        if (frame.HeaderSize > 0)
        {
            values.Set(InboundMacFrameEthernetField.MacLocalAddress, frame.Local);
            values.Set(InboundMacFrameEthernetField.MacRemoteAddress, frame.Remote);
            values.Set(InboundMacFrameEthernetField.MacLocalAddressType, AddressType(frame.Local));
            values.Set(InboundMacFrameEthernetField.MacRemoteAddressType, AddressType(frame.Remote));
            values.Set(InboundMacFrameEthernetField.EtherType, frame.EtherType);
            values.Set(InboundMacFrameEthernetField.VlanId, frame.VlanId);
        }

        values.Set(InboundMacFrameEthernetField.IpLocalInterface, Translate.Luid(context.InterfaceType, context.InterfaceIndex));
        values.Set(InboundMacFrameEthernetField.InterfaceIndex, context.InterfaceIndex);
        values.Set(InboundMacFrameEthernetField.NdisPort, frame.Port.Value);
        values.Set(InboundMacFrameEthernetField.L2Flags, L2Flags(frame));
        values.Set(InboundMacFrameEthernetField.CompartmentId, context.Compartment);
    }

    // DL_ADDRESS_TYPE: 0 unicast, 1 multicast, 2 broadcast.
    private static byte AddressType(MacAddress address) => address.IsBroadcast ? (byte)2 : address.IsMulticast ? (byte)1 : (byte)0;
}
