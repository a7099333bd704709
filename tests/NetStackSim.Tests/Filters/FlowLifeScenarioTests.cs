using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>How endpoints and flows begin and end: implicit binds, lifetimes, closure and release (scenarios 33, 39).</summary>
public sealed class FlowLifeScenarioTests
{
    [Theory]
    [LabCases]
    public void Scenario33_ImplicitBind_ChoosesAPortAndSaysSo(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<(uint Flags, bool HasAddress, ulong Port)> seen = [];
        Watch(lab, seen);
        lab.WithConnection((client, _) =>
        {
            Assert.Equal([(0x8u, false, (ulong)client.LocalEndpoint.Port)], seen);
            Assert.InRange(client.LocalEndpoint.Port, (ushort)49152, ushort.MaxValue);
            return Task.CompletedTask;
        });
        seen.Clear();
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket dynamicPort = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket fixedPort = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 5000));
            await using SimUdpSocket anyAddress = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5001));
            Assert.Equal([(0x8u, true, dynamicPort.LocalEndpoint.Port), (0u, true, 5000UL), (0x8u, false, 5001UL)], seen);
        });
    }

    [Theory]
    [LabCases]
    public void Scenario33_ImplicitBindBlocked_ConnectIsDeniedBeforeAnythingElseIsAsked(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Filter(
            lab.A,
            lab.Layer(lab.A, "ALE_RESOURCE_ASSIGNMENT"),
            FilterActionType.Block,
            [lab.On(lab.A, "ALE_RESOURCE_ASSIGNMENT", "FLAGS", FwpMatchType.FlagsAllSet, FwpValue.UInt32(0x8))],
            lab.SubLayer(lab.A, 0x1000));
        var recorder = new LayerRecorder(lab.A, family);
        Assert.Equal(NtStatus.AccessDenied, lab.Connect(80));
        Assert.Equal("ALE_BIND_REDIRECT ALE_RESOURCE_ASSIGNMENT ALE_RESOURCE_ASSIGNMENT_DISCARD", recorder.Take());
    }

    [Theory]
    [LabCases]
    public void Scenario39_IdleFlow_EndsAfterAMinuteThatEitherDirectionRenews(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        var authorised = new LayerCount(lab, lab.A, "ALE_AUTH_CONNECT", ("IP_REMOTE_PORT", FwpValue.UInt16(53)));
        List<ulong> flows = Flows(lab);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 5000));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            await lab.Pause(59_000);
            await to.SendToAsync(new byte[1], from.LocalEndpoint);
            await lab.Pause(59_000);
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            await lab.Pause(59_000);
            Assert.Equal((1, 1), (authorised.Calls, lab.A.Filters!.Flows.Count));
            await lab.Pause(1_100);
            Assert.Equal(0, lab.A.Filters.Flows.Count);
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            Assert.Equal((2, 1), (authorised.Calls, lab.A.Filters.Flows.Count));
        });
        Assert.Equal(2, flows.Distinct().Count());
        Assert.Equal(0, lab.A.Filters!.Flows.Count);
    }

    [Theory]
    [LabCases]
    public void Scenario39_UnicastLifetime_IsWhatTheHeaviestSetterSays(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        foreach ((ushort weight, uint seconds) in (List<(ushort, uint)>)[(0x3000, 5), (0x2000, 500)])
        {
            lab.Callout(
                lab.A,
                "ALE_AUTH_CONNECT",
                (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    lab.A.Filters!.ClassifyOptions.Set(m, ClassifyOption.UnicastLifetime, seconds);
                    o.Continue();
                },
                FilterActionType.CalloutInspection,
                weight: weight);
        }

        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 5000));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[1], to.LocalEndpoint);
            await lab.Pause(4_900);
            Assert.Equal(1, lab.A.Filters!.Flows.Count);
            await lab.Pause(1_200);
            Assert.Equal(0, lab.A.Filters.Flows.Count);
        });
    }

    [Theory]
    [LabCases]
    public void Scenario39_Close_DeletesContextsThenTellsOfClosureAndRelease(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        LabCallout data = lab.Callout(
            lab.A,
            "DATAGRAM_DATA",
            (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Continue(),
            FilterActionType.CalloutInspection);
        List<string> events = [];
        lab.Callout(
            lab.A,
            "ALE_FLOW_ESTABLISHED",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                Assert.Equal(NtStatus.Success, lab.A.Filters!.Callouts.FlowAssociateContext(m.FlowHandle, data.Layer.Id, data.Id, m.FlowHandle));
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        List<(string Layer, ulong Endpoint)> ends = [];
        foreach (string layer in (string[])["ALE_RESOURCE_ASSIGNMENT", "ALE_ENDPOINT_CLOSURE", "ALE_RESOURCE_RELEASE"])
        {
            lab.Callout(
                lab.A,
                layer,
                (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    ends.Add((layer, m.TransportEndpointHandle));
                    events.Add($"{layer} {data.Deleted.Count}");
                    o.Continue();
                },
                FilterActionType.CalloutInspection);
        }

        lab.Network.Run(async () =>
        {
            await using SimUdpSocket first = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 5000));
            await from.SendToAsync(new byte[1], first.LocalEndpoint);
            await from.SendToAsync(new byte[1], new IpEndpoint(lab.B.Address, 54));
            Assert.Equal(2, lab.A.Filters!.Flows.Count);
            await from.DisposeAsync();
            Assert.Equal(0, lab.A.Filters.Flows.Count);
        });
        Assert.Equal(2, data.Deleted.Distinct().Count());
        Assert.Equal(["ALE_RESOURCE_ASSIGNMENT 0", "ALE_ENDPOINT_CLOSURE 2", "ALE_RESOURCE_RELEASE 2"], events);
        Assert.Single(ends.Select(static e => e.Endpoint).Distinct());
    }

    private static List<ulong> Flows(FilterLab lab)
    {
        List<ulong> flows = [];
        lab.Callout(
            lab.A,
            "ALE_FLOW_ESTABLISHED",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                flows.Add(m.FlowHandle);
                o.Continue();
            },
            FilterActionType.CalloutInspection,
            conditions: ("IP_LOCAL_PORT", FwpValue.UInt16(5000)));
        return flows;
    }

    private static void Watch(FilterLab lab, List<(uint Flags, bool HasAddress, ulong Port)> seen) => lab.Callout(
        lab.A,
        "ALE_RESOURCE_ASSIGNMENT",
        (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            seen.Add((
                (uint)v[AleResourceAssignmentField.Flags].Number,
                !v[AleResourceAssignmentField.IpLocalAddress].IsEmpty,
                v[AleResourceAssignmentField.IpLocalPort].Number));
            o.Continue();
        },
        FilterActionType.CalloutInspection);
}
