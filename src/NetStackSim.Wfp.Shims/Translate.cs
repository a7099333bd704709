using System.Runtime.CompilerServices;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>Conversions that several shims need.</summary>
internal static class Translate
{
    /// <summary>The locally unique id of an interface: its type in the upper 16 bits, its index in the middle 24.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Luid(ushort type, uint index) => ((ulong)type << 48) | ((ulong)(index & 0xFFFFFF) << 24);

    /// <summary>The condition flags of an ALE layer: loopback says of which kind it is.</summary>
    internal static uint AleFlags(ref InspectionContext context)
    {
        uint flags = (uint)(context.Flags & ~InspectionFlags.RequiresAleClassify);
        if ((context.Flags & InspectionFlags.Loopback) != 0)
        {
            flags |= context.Process?.Token.IsAppContainer == true ? 0x400000u : 0x800000u;
        }

        return flags;
    }

    /// <summary>The metadata of packets: header sizes, compartment, flow.</summary>
    internal static void Packet(ref ClassifyMetadata metadata, ref InspectionContext context, bool hasTransport)
    {
        metadata.Present |= MetadataFields.CompartmentId | MetadataFields.SystemFlags;
        metadata.Present |= context.IpHeaderSize > 0 ? MetadataFields.IpHeaderSize : MetadataFields.None;
        metadata.IpHeaderSize = context.IpHeaderSize;
        metadata.CompartmentId = context.Compartment;
        if (hasTransport)
        {
            metadata.Present |= MetadataFields.TransportHeaderSize;
            metadata.TransportHeaderSize = context.TransportHeaderSize;
        }

        if (context.FragmentLength > 0)
        {
            metadata.Present |= MetadataFields.FragmentData;
            metadata.FragmentId = context.FragmentId;
            metadata.FragmentOffset = context.FragmentOffset;
            metadata.FragmentLength = context.FragmentLength;
        }

        if (context.PathMtu > 0)
        {
            metadata.Present |= MetadataFields.PathMtu;
            metadata.PathMtu = context.PathMtu;
        }

        Icmp(ref metadata, ref context);
        Endpoint(ref metadata, ref context);
        Scope(ref metadata, ref context);
    }

    /// <summary>The scope of the peer: always of what is sent, and of what comes from an address that means nothing without it.</summary>
    internal static void Scope(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        bool isScoped = !context.RemoteAddress.IsV4 && (context.RemoteAddress.IsLinkLocal || context.RemoteAddress.IsLinkLocalMulticast);
        if (isScoped || context.Direction == InspectionDirection.Outbound)
        {
            metadata.Present |= MetadataFields.RemoteScopeId;
            metadata.RemoteScopeId = isScoped ? context.InterfaceIndex : 0;
        }
    }

    /// <summary>What the client asked of this datagram.</summary>
    internal static void Control(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        if (context.Send is { } send && ControlMessages.Of(send, context.RemoteAddress.Family) is { Length: > 0 } control)
        {
            metadata.Present |= MetadataFields.TransportControlData;
            metadata.ControlData = control;
        }
    }

    /// <summary>What a driver said about a packet that it sent again.</summary>
    internal static void Injected(ref ClassifyMetadata metadata, PacketInjection? packets, ref InspectionContext context)
    {
        if (context.List is not { } list || packets?.ArgumentsOf(list) is not { } arguments)
        {
            return;
        }

        if (arguments.EndpointHandle != 0)
        {
            metadata.Present |= MetadataFields.TransportEndpointHandle;
            metadata.TransportEndpointHandle = arguments.EndpointHandle;
        }

        if (!arguments.ControlData.IsEmpty)
        {
            metadata.Present |= MetadataFields.TransportControlData;
            metadata.ControlData = arguments.ControlData;
        }
    }

    /// <summary>Identifier and sequence number of an echo.</summary>
    internal static void Icmp(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        if (context.IcmpIdAndSequence != 0)
        {
            metadata.Present |= MetadataFields.IcmpIdAndSequence;
            metadata.IcmpIdAndSequence = context.IcmpIdAndSequence;
        }
    }

    /// <summary>Where a redirected flow wanted to go, and who gets it.</summary>
    internal static void Redirect(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        if (context.Redirect is not { IsRedirected: true } redirect)
        {
            return;
        }

        metadata.Present |= MetadataFields.OriginalDestination;
        metadata.OriginalDestination = redirect.Original.Remote;
        if (redirect.LocalRedirectTarget is { } target)
        {
            metadata.Present |= MetadataFields.LocalRedirectTargetProcess;
            metadata.LocalRedirectTarget = target;
        }
    }

    /// <summary>The metadata of endpoints and flows.</summary>
    internal static void Endpoint(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        if (context.EndpointHandle != 0)
        {
            metadata.Present |= MetadataFields.TransportEndpointHandle;
            metadata.TransportEndpointHandle = context.EndpointHandle;
        }

        if (context.ParentEndpointHandle != 0)
        {
            metadata.Present |= MetadataFields.ParentEndpointHandle;
            metadata.ParentEndpointHandle = context.ParentEndpointHandle;
        }

        if (context.State?.Engine is FlowRecord flow)
        {
            metadata.Present |= MetadataFields.FlowHandle;
            metadata.Flow = flow;
            metadata.FlowHandle = flow.Id;
            metadata.Flags |= flow.Tuning is { LooseSource: true } ? IncomingFlags.LooseSourceFlow : IncomingFlags.None;
            metadata.Flags |= flow.Tuning is { LocalOnly: true } ? IncomingFlags.LocalOnlyFlow : IncomingFlags.None;
        }
    }

    /// <summary>The metadata of the owner; who has none belongs to the system.</summary>
    internal static void Owner(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        metadata.Process = context.Process;
        metadata.Present |= MetadataFields.ProcessId | MetadataFields.Token | MetadataFields.ProcessPath;
        if (context.Process is { ServiceTag: > 0 } service)
        {
            metadata.Present |= MetadataFields.SubProcessTag;
            metadata.SubProcessTag = service.ServiceTag;
        }
    }
}
