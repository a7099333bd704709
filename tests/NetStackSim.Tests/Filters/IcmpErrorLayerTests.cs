using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;
using NetStackSim.Transport;
using NetStackSim.Wfp;
using NetStackSim.Wfp.Shims;

namespace NetStackSim.Tests.Filters;

/// <summary>INBOUND_ICMP_ERROR sees every kind of error that quotes a packet of this host, with the facts of the quote.</summary>
public sealed class IcmpErrorLayerTests
{
    private const ushort OurPort = 5000;
    private const ushort TheirPort = 53;

    [Theory]
    [InlineData(IpFamily.V4, 3, 1)]
    [InlineData(IpFamily.V4, 3, 3)]
    [InlineData(IpFamily.V4, 3, 13)]
    [InlineData(IpFamily.V4, 4, 0)]
    [InlineData(IpFamily.V4, 5, 1)]
    [InlineData(IpFamily.V4, 11, 0)]
    [InlineData(IpFamily.V4, 11, 1)]
    [InlineData(IpFamily.V4, 12, 0)]
    [InlineData(IpFamily.V6, 1, 0)]
    [InlineData(IpFamily.V6, 1, 4)]
    [InlineData(IpFamily.V6, 3, 0)]
    [InlineData(IpFamily.V6, 4, 1)]
    [InlineData(IpFamily.V6, 100, 0)]
    public void EveryError_IsShownWithTypeCodeAndQuote(IpFamily family, byte type, byte code)
    {
        using var lab = new FilterLab(family);
        List<string> seen = [];
        int local = Field(lab, "EMBEDDED_LOCAL_PORT");
        int remote = Field(lab, "EMBEDDED_REMOTE_PORT");
        int protocol = Field(lab, "EMBEDDED_PROTOCOL");
        lab.Callout(lab.A, "INBOUND_ICMP_ERROR", (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            seen.Add($"{v[InboundIcmpErrorField.IpLocalPort].Number}/{v[InboundIcmpErrorField.IpRemotePort].Number} {v[protocol].Number} {v[local].Number} {v[remote].Number} {m.Has(MetadataFields.TransportEndpointHandle)}");
        }, FilterActionType.CalloutInspection);
        var recorder = new LayerRecorder(lab.A, family);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, OurPort));
            recorder.Take();
            Receive(lab, Error(lab, type, code));
            await Task.Delay(TimeSpan.FromMilliseconds(1), lab.Network.TimeProvider);
        });
        Assert.Equal([$"{type}/{code} 17 {OurPort} {TheirPort} True"], seen);
        Assert.StartsWith("INBOUND_IPPACKET INBOUND_ICMP_ERROR", recorder.Take(), StringComparison.Ordinal);
    }

    [Fact]
    public void QuoteWithExtensionHeaders_TellsTheTransportBehindThem()
    {
        using var lab = new FilterLab(IpFamily.V6);
        string seen = string.Empty;
        lab.Callout(lab.A, "INBOUND_ICMP_ERROR", (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            seen = $"{v[Field(lab, "EMBEDDED_PROTOCOL")].Number} {v[Field(lab, "EMBEDDED_LOCAL_PORT")].Number} {v[Field(lab, "EMBEDDED_REMOTE_PORT")].Number}";
        }, FilterActionType.CalloutInspection);
        Receive(lab, Error(lab, 1, 0, withOptions: true));
        lab.Network.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.Equal($"17 {OurPort} {TheirPort}", seen);
    }

    [Theory]
    [InlineData(IpFamily.V4, 3, 3, false)]
    [InlineData(IpFamily.V4, 4, 0, false)]
    [InlineData(IpFamily.V4, 5, 1, false)]
    [InlineData(IpFamily.V4, 11, 0, false)]
    [InlineData(IpFamily.V6, 1, 4, false)]
    [InlineData(IpFamily.V6, 3, 0, false)]
    [InlineData(IpFamily.V6, 1, 0, true)]
    [InlineData(IpFamily.V6, 2, 0, false)]
    public void Explanation_HasTheFactsOfTheQuote_AsTheErrorThenMeetsThem(IpFamily family, byte type, byte code, bool withOptions)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.A, family);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, OurPort));
            byte[] error = Error(lab, type, code, withOptions);
            TrafficExplanation told = lab.A.Explainer!.Packet(error, new PacketQuestion { LinkType = LinkType.RawIP });
            using DecisionRecorder recorder = lab.A.Filters!.Record();
            Receive(lab, error);
            await Task.Delay(TimeSpan.FromMilliseconds(1), lab.Network.TimeProvider);

            Explanation[] asked = [.. told.Steps.Where(static s => s.IsAsked).Select(static s => s.Explanation)];
            
            // Only the routing knows whether it takes a redirect.
            Assert.Equal(recorder.Decisions.Take(type == 5 ? 2 : int.MaxValue).Select(static d => Line(d.Explanation)), asked.Select(Line));
            if (type != 2)
            {
                Assert.Contains(asked[1].Values, static v => v is { Key: "EMBEDDED_PROTOCOL", Value: "17" or "UDP" });
                Assert.Contains(asked[1].Values, static v => v is { Key: "EMBEDDED_REMOTE_PORT", Value: "53" });
            }
        });
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Explanation_OfAnErrorAboutSomebodyElsesPacket_EndsAtTheDiscardLayer(IpFamily family)
    {
        using var lab = new FilterLab(family);
        _ = new LayerRecorder(lab.B, family);
        byte[] error = Error(lab, family == IpFamily.V4 ? (byte)3 : (byte)1, 4);
        TrafficExplanation told = lab.B.Explainer!.Packet(error, new PacketQuestion { LinkType = LinkType.RawIP, IsInbound = true });
        Assert.Equal(PacketFate.Dropped, told.Fate);
        TrafficExplanation cut = lab.A.Explainer!.Packet(error.AsSpan(0, lab.IpHeaderSize + 12), new PacketQuestion { LinkType = LinkType.RawIP });
        Assert.Equal((PacketFate.Dropped, "Dropped by the stack: Network/BadLength."), (cut.Fate, cut.Outcome));
    }

    private static string Line(Explanation e) => $"{e.Layer} {e.Action} {string.Join(' ', e.Values.Select(static v => v.Key + "=" + v.Value))}";

    private static int Field(FilterLab lab, string name) => lab.Layer(lab.A, "INBOUND_ICMP_ERROR").FindField(name)!.Index;

    private static void Receive(FilterLab lab, byte[] packet)
    {
        PacketInjection packets = lab.A.Filters!.Injection!;
        InjectionHandle handle = packets.CreateHandle(lab.Family, InjectionTypes.Network, out _)!;
        packets.Allocate(packet, out NetBufferList? list);
        Assert.True(packets.NetworkReceive(handle, null, 1, lab.A.Stack.Interfaces[1].Index, list!, (l, _) => packets.Free(l)).IsSuccess);
    }

    // From B about a datagram of A to B.
    private static byte[] Error(FilterLab lab, byte type, byte code, bool withOptions = false)
    {
        int header = lab.Family == IpFamily.V4 ? 20 : 40;
        byte[] quote = Quote(lab, header, withOptions);
        byte[] packet = new byte[header + 8 + quote.Length];
        Span<byte> message = packet.AsSpan(header);
        message[0] = type;
        message[1] = code;
        quote.CopyTo(message[8..]);
        if (lab.Family == IpFamily.V4)
        {
            Icmp4Header.FillChecksum(message);
            IPv4Header.Write(packet, lab.B.Address, lab.A.Address, IpProtocol.Icmp, packet.Length);
        }
        else
        {
            Icmp6Header.FillChecksum(message, lab.B.Address, lab.A.Address);
            IPv6Header.Write(packet, lab.B.Address, lab.A.Address, IpProtocol.IcmpV6, packet.Length - header);
        }

        return packet;
    }

    private static byte[] Quote(FilterLab lab, int header, bool withOptions)
    {
        int options = withOptions ? 8 : 0;
        byte[] quote = new byte[header + options + 16];
        if (lab.Family == IpFamily.V4)
        {
            IPv4Header.Write(quote, lab.A.Address, lab.B.Address, IpProtocol.Udp, quote.Length);
        }
        else
        {
            IPv6Header.Write(quote, lab.A.Address, lab.B.Address, withOptions ? IpProtocol.DestinationOptions : IpProtocol.Udp, quote.Length - header);
            if (withOptions)
            {
                quote[header] = (byte)IpProtocol.Udp;
                (quote[header + 2], quote[header + 3]) = (1, 4);
            }
        }

        UdpHeader.Write(quote.AsSpan(header + options), OurPort, TheirPort, 16);
        return quote;
    }
}
