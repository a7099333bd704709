using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>IPFORWARD</c>: packets that are routed through.</summary>
internal sealed class ForwardShim(FilterPlatform platform, EngineLayer layer) : PacketShim(platform, layer)
{
    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        ulong arrival = Translate.Luid(context.InterfaceType, context.InterfaceIndex);
        ulong nextHop = Translate.Luid(context.InterfaceType, context.ForwardInterfaceIndex);
        values.Clear();
        values.Set(IpForwardField.IpSourceAddress, context.LocalAddress);
        values.Set(IpForwardField.IpDestinationAddress, context.RemoteAddress);
        values.Set(IpForwardField.IpDestinationAddressType, Platform.AddressType(context.RemoteAddress));
        values.Set(IpForwardField.IpLocalInterface, arrival);
        values.Set(IpForwardField.IpPhysicalArrivalInterface, arrival);
        values.Set(IpForwardField.SourceInterfaceIndex, context.InterfaceIndex);
        values.Set(IpForwardField.SourceSubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(IpForwardField.Flags, (uint)context.Flags);
        values.Set(IpForwardField.CompartmentId, context.Compartment);
        if (context.ForwardInterfaceIndex != 0)
        {
            values.Set(IpForwardField.IpForwardInterface, nextHop);
            values.Set(IpForwardField.IpPhysicalNexthopInterface, nextHop);
            values.Set(IpForwardField.DestinationInterfaceIndex, context.ForwardInterfaceIndex);
            values.Set(IpForwardField.DestinationSubInterfaceIndex, context.ForwardInterfaceIndex);
        }
        values.Set(IpForwardField.ArrivalInterfaceProfileId, Platform.Profile);
        values.Set(IpForwardField.NexthopInterfaceProfileId, Platform.Profile);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        metadata.Present |= MetadataFields.CompartmentId;
        metadata.CompartmentId = context.Compartment;
        metadata.Present |= (context.Flags & InspectionFlags.InboundPassThrough) != 0 ? MetadataFields.ForwardInboundPassThrough : MetadataFields.None;
        metadata.Present |= (context.Flags & InspectionFlags.OutboundPassThrough) != 0 ? MetadataFields.ForwardOutboundPassThrough : MetadataFields.None;
    }
}
