using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>What a filter blocks at a layer is shown once more at the layer's discard twin, with the same values, the reason and the filter.</summary>
public sealed class DiscardTwinTests
{
    public static TheoryData<string, IpFamily> Layers
    {
        get
        {
            TheoryData<string, IpFamily> data = [];
            foreach (string layer in (string[])
                [
                    "INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "DATAGRAM_DATA", "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR",
                    "ALE_RESOURCE_ASSIGNMENT", "ALE_AUTH_LISTEN", "ALE_AUTH_RECV_ACCEPT", "ALE_AUTH_CONNECT", "ALE_FLOW_ESTABLISHED",
                ])
            {
                data.Add(layer, IpFamily.V4);
                data.Add(layer, IpFamily.V6);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Block_IsShownAtTheTwin(string layer, IpFamily family)
    {
        using var lab = new FilterLab(family);
        SimHost host = layer is "ALE_RESOURCE_ASSIGNMENT" or "ALE_AUTH_LISTEN" or "ALE_AUTH_RECV_ACCEPT" or "INBOUND_TRANSPORT" or "INBOUND_IPPACKET" or "OUTBOUND_ICMP_ERROR" ? lab.B : lab.A;
        LayerSchema schema = lab.Layer(host, layer);
        List<string> shown = [];
        List<string> discarded = [];
        ulong filter = lab.Block(host, layer);
        lab.Callout(host, schema, Note(shown, null), FilterActionType.CalloutInspection, weight: 0x9000);
        lab.Callout(host, lab.Discard(host, layer), Note(discarded, filter), FilterActionType.CalloutInspection);
        Traffic(lab);
        Assert.NotEmpty(shown);
        Assert.Equal(shown, discarded);

        LabCallout.Classification Note(List<string> target, ulong? by) =>
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                o.Continue();
                if (by is { } id)
                {
                    if (m.DiscardFilterId != id)
                    {
                        // A drop of the stack itself.
                        return;
                    }

                    Assert.Equal((true, GeneralDrop.FirewallPolicy), (m.Has(MetadataFields.DiscardReason), m.DiscardReason));
                }

                // There is nothing to complete any more, and a refused flow ended with the refusal.
                MetadataFields present = m.Present & ~(MetadataFields.DiscardReason | MetadataFields.CompletionHandle | MetadataFields.FlowHandle);
                target.Add($"{string.Join(' ', v.Span[..lab.Discard(host, layer).Fields.Length].ToArray())} {present}");
            };
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Absorb_IsShownNowhere(IpFamily family)
    {
        using var lab = new FilterLab(family);
        int discarded = 0;
        foreach (string layer in (string[])["INBOUND_IPPACKET", "INBOUND_TRANSPORT"])
        {
            lab.Callout(lab.B, lab.Discard(lab.B, layer), (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                discarded++;
                o.Continue();
            }, FilterActionType.CalloutInspection);
        }

        lab.Callout(lab.B, "INBOUND_TRANSPORT", (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.BlockAndAbsorb(), FilterActionType.CalloutTerminating);
        lab.Network.Run(async () => await lab.A.PingAsync(lab.B.Address, new EchoRequestOptions { TimeoutNs = 10_000_000 }));
        Assert.Equal(0, discarded);
    }

    // A little of everything; whatever a filter refuses is refused.
    private static void Traffic(FilterLab lab) => lab.Network.Run(async () =>
    {
        await Try(async () => await lab.A.PingAsync(lab.B.Address, new EchoRequestOptions { TimeoutNs = 10_000_000 }));
        await Try(async () =>
        {
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53));
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[10], new IpEndpoint(lab.B.Address, 4711));
            await Task.Delay(TimeSpan.FromMilliseconds(50), lab.Network.TimeProvider);
        });
        await Try(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 7));
            using CancellationTokenSource end = new(TimeSpan.FromSeconds(2), lab.Network.TimeProvider);
            await using SimTcpStream client = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 7), cancellationToken: end.Token);
        });
    });

    private static async Task Try(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception error) when (error is SocketStatusException or OperationCanceledException)
        {
        }
    }
}
