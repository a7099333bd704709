using System.Buffers.Binary;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary><c>INBOUND_ICMP_ERROR</c>: received ICMP errors; the data starts at the embedded IP header.</summary>
internal sealed class InboundIcmpErrorShim(FilterPlatform platform, EngineLayer layer) : Shim(platform, layer)
{
    private const int PortBytes = 4;

    // What an IPv6 router quotes at most.
    private const int QuoteSize = 1280;

    /// <inheritdoc/>
    internal override void Fill(ClassifyValues values, ref InspectionContext context)
    {
        ulong luid = Translate.Luid(context.InterfaceType, context.InterfaceIndex);
        values.Clear();
        values.Set(InboundIcmpErrorField.IpLocalAddress, context.LocalAddress);
        values.Set(InboundIcmpErrorField.IpRemoteAddress, context.RemoteAddress);
        values.Set(InboundIcmpErrorField.EmbeddedLocalAddressType, Platform.AddressType(context.LocalAddress));
        values.Set(InboundIcmpErrorField.IpLocalInterface, luid);
        values.Set(InboundIcmpErrorField.IpArrivalInterface, luid);
        values.Set(InboundIcmpErrorField.IpLocalPort, context.LocalPort);
        values.Set(InboundIcmpErrorField.IpRemotePort, context.RemotePort);
        values.Set(InboundIcmpErrorField.InterfaceIndex, context.InterfaceIndex);
        values.Set(InboundIcmpErrorField.SubInterfaceIndex, context.SubInterfaceIndex);
        values.Set(InboundIcmpErrorField.ArrivalInterfaceIndex, context.InterfaceIndex);
        values.Set(InboundIcmpErrorField.InterfaceType, (uint)context.InterfaceType);
        values.Set(InboundIcmpErrorField.ArrivalInterfaceType, (uint)context.InterfaceType);
        values.Set(InboundIcmpErrorField.TunnelType, 0u);
        values.Set(InboundIcmpErrorField.ArrivalTunnelType, 0u);
        values.Set(InboundIcmpErrorField.Flags, (uint)context.Flags);
        values.Set(InboundIcmpErrorField.CompartmentId, context.Compartment);
        Embedded(values, context.List?.FirstNetBuffer);
        values.Set(InboundIcmpErrorField.ArrivalInterfaceProfileId, Platform.Profile);
        values.Set(InboundIcmpErrorField.InterfaceQuarantineEpoch, Platform.Options.QuarantineEpoch);
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context) =>
        Translate.Packet(ref metadata, ref context, hasTransport: true);

    /// <summary>Fills in what the error is about.</summary>
    /// <param name="values">The values.</param>
    /// <param name="quote">The packet that the error quotes, from its IP header on; cut anywhere.</param>
    internal static void FillEmbedded(ClassifyValues values, ReadOnlySpan<byte> quote)
    {
        int size;
        byte protocol;
        if (IPv4Header.TryParse(quote, out IPv4Header v4))
        {
            values.Set(InboundIcmpErrorField.EmbeddedRemoteAddress, v4.Destination);
            (protocol, size) = ((byte)v4.Protocol, v4.HeaderLength);
        }
        else if (IPv6Header.TryParse(quote, out IPv6Header v6))
        {
            values.Set(InboundIcmpErrorField.EmbeddedRemoteAddress, v6.Destination);
            IPv6ExtensionReader extensions = new(quote, v6.NextHeader);
            while (extensions.MoveNext())
            {
            }

            (protocol, size) = ((byte)extensions.NextHeader, extensions.NextOffset);
        }
        else
        {
            return;
        }

        values.Set(InboundIcmpErrorField.EmbeddedProtocol, protocol);
        if (protocol is (byte)IpProtocol.Tcp or (byte)IpProtocol.Udp && quote.Length >= size + PortBytes)
        {
            values.Set(InboundIcmpErrorField.EmbeddedLocalPort, BinaryPrimitives.ReadUInt16BigEndian(quote[size..]));
            values.Set(InboundIcmpErrorField.EmbeddedRemotePort, BinaryPrimitives.ReadUInt16BigEndian(quote[(size + 2)..]));
        }
    }

    private static void Embedded(ClassifyValues values, NetBuffer? quote)
    {
        Span<byte> scratch = stackalloc byte[QuoteSize];
        if (quote is not null && quote.TryGetContiguous(Math.Min(quote.DataLength, QuoteSize), scratch, out ReadOnlySpan<byte> bytes))
        {
            FillEmbedded(values, bytes);
        }
    }
}
