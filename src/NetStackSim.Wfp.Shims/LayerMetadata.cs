namespace NetStackSim.Wfp.Shims;

/// <summary>Which facts besides its fields a layer shows. One that does not apply to what is shown is left out; a discard twin adds its reason.</summary>
internal static class LayerMetadata
{
    internal const MetadataFields IpIn = MetadataFields.IpHeaderSize | MetadataFields.CompartmentId | MetadataFields.FragmentData;

    internal const MetadataFields IpOut =
        MetadataFields.IpHeaderSize | MetadataFields.TransportHeaderSize | MetadataFields.CompartmentId | MetadataFields.FragmentData | MetadataFields.PathMtu;

    internal const MetadataFields Forward =
        MetadataFields.CompartmentId | MetadataFields.ForwardInboundPassThrough | MetadataFields.ForwardOutboundPassThrough;

    internal const MetadataFields TransportIn =
        Packet | MetadataFields.FlowHandle | MetadataFields.IpHeaderSize | MetadataFields.AleClassifyRequired | MetadataFields.IcmpIdAndSequence;

    internal const MetadataFields TransportOut =
        Packet | Sending | MetadataFields.FlowHandle | MetadataFields.IcmpIdAndSequence | MetadataFields.TransportHeaderIncludeHeader;

    internal const MetadataFields Stream = MetadataFields.FlowHandle | MetadataFields.SystemFlags;

    internal const MetadataFields StreamPacket = Packet | Sending | MetadataFields.FlowHandle | MetadataFields.IpHeaderSize;

    internal const MetadataFields Datagram = StreamPacket | MetadataFields.IcmpIdAndSequence;

    internal const MetadataFields IcmpErrorIn =
        MetadataFields.IpHeaderSize | MetadataFields.TransportHeaderSize | MetadataFields.CompartmentId | MetadataFields.TransportEndpointHandle;

    internal const MetadataFields IcmpErrorOut = Packet | Sending;

    /// <summary>Bind and listen.</summary>
    internal const MetadataFields Request = Owner | MetadataFields.ProcessPath | MetadataFields.CompletionHandle;

    internal const MetadataFields Accept = Authorization | MetadataFields.IpHeaderSize;

    internal const MetadataFields Connect =
        Authorization | MetadataFields.RemoteScopeId | MetadataFields.LocalRedirectTargetProcess | MetadataFields.OriginalDestination;

    internal const MetadataFields Established =
        Owner | MetadataFields.ProcessPath | MetadataFields.FlowHandle | MetadataFields.ParentEndpointHandle | MetadataFields.IcmpIdAndSequence;

    internal const MetadataFields Release = Owner | MetadataFields.CompartmentId;

    internal const MetadataFields Closure = Release | MetadataFields.ParentEndpointHandle;

    internal const MetadataFields ConnectRedirect =
        BindRedirect | MetadataFields.ParentEndpointHandle | MetadataFields.IcmpIdAndSequence | MetadataFields.RedirectRecordHandle;

    internal const MetadataFields BindRedirect = Owner | MetadataFields.LocalRedirectTargetProcess;

    internal const MetadataFields Frame = MetadataFields.EtherFrameLength;

    private const MetadataFields Packet =
        MetadataFields.SystemFlags | MetadataFields.TransportHeaderSize | MetadataFields.CompartmentId | MetadataFields.TransportEndpointHandle;

    private const MetadataFields Sending = MetadataFields.TransportControlData | MetadataFields.RemoteScopeId;

    private const MetadataFields Owner =
        MetadataFields.Token | MetadataFields.ProcessId | MetadataFields.TransportEndpointHandle | MetadataFields.SubProcessTag;

    private const MetadataFields Authorization =
        Established | MetadataFields.TransportHeaderSize | MetadataFields.CompartmentId | MetadataFields.CompletionHandle | MetadataFields.PacketDirection;
}
