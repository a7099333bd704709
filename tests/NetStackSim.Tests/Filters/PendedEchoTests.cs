using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>The endpoint that an echo request of the host gets by itself waits at <c>ALE_RESOURCE_ASSIGNMENT</c> like that of a socket (fact sheet 9.4).</summary>
public sealed class PendedEchoTests
{
    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void ResourceAssignment_Held_TheRequestWaitsAndIsAskedAbout(IpFamily family, ClassifierKind classifier, bool permit)
    {
        using var lab = new FilterLab(family, classifier);
        CompletionHandle? held = null;
        List<(uint Flags, ulong Endpoint)> seen = Hold(lab, handle => held = handle, permit);
        var sent = new LayerCount(lab, lab.A, "OUTBOUND_IPPACKET");
        var released = new LayerCount(lab, lab.A, "ALE_RESOURCE_RELEASE");
        lab.Network.Run(async () =>
        {
            Task<EchoReply> ping = lab.A.PingAsync(lab.B.Address).AsTask();
            await lab.Pause();
            Assert.False(ping.IsCompleted);
            Assert.Equal((1, 0), (seen.Count, sent.Calls));
            held!.Complete();
            Assert.Equal(permit ? NtStatus.Success : NtStatus.AccessDenied, (await ping).Status);
        });
        Assert.Equal([0u, 0x20000u], seen.Select(static s => s.Flags));
        Assert.Equal(seen[0].Endpoint, seen[1].Endpoint);
        Assert.Equal(permit ? 1 : 0, sent.Calls);
        lab.Network.RunFor(TimeSpan.FromSeconds(90));
        Assert.Equal(permit ? 1 : 0, released.Calls);
    }

    [Theory]
    [LabCases]
    public void ResourceAssignment_HeldForTooLong_TheRequestTimesOut(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        CompletionHandle? held = null;
        Hold(lab, handle => held = handle, permit: true);
        var sent = new LayerCount(lab, lab.A, "OUTBOUND_IPPACKET");
        lab.Network.Run(async () =>
        {
            Assert.Equal(NtStatus.IoTimeout, (await lab.A.PingAsync(lab.B.Address)).Status);
            held!.Complete();
            await lab.Pause();
            Assert.Equal(0, sent.Calls);
            Assert.Equal(NtStatus.Success, (await lab.A.PingAsync(lab.B.Address)).Status);
        });
    }

    [Theory]
    [LabCases]
    public void ResourceAssignment_HeldForOneOfTwoRequests_BothArrive(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        CompletionHandle? held = null;
        List<(uint Flags, ulong Endpoint)> seen = Hold(lab, handle => held = handle, permit: true);
        lab.Network.Run(async () =>
        {
            Task<EchoReply> first = lab.A.PingAsync(lab.B.Address).AsTask();
            Assert.Equal(NtStatus.Success, (await lab.A.PingAsync(lab.B.Address)).Status);
            held!.Complete();
            Assert.Equal(NtStatus.Success, (await first).Status);
        });
        Assert.Equal(2, seen.Count);
    }

    // Holds the first classification and decides those behind it.
    private static List<(uint Flags, ulong Endpoint)> Hold(FilterLab lab, Action<CompletionHandle> held, bool permit)
    {
        lab.Network.RunFor(TimeSpan.FromSeconds(90));
        List<(uint Flags, ulong Endpoint)> seen = [];
        lab.Callout(lab.A, "ALE_RESOURCE_ASSIGNMENT", (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            seen.Add(((uint)v[AleResourceAssignmentField.Flags].Number, m.TransportEndpointHandle));
            if (seen.Count == 1)
            {
                Assert.Equal(NtStatus.Success, m.CompletionHandle!.Pend(m));
                held(m.CompletionHandle);
                o.BlockAndAbsorb();
                return;
            }

            o.Action = permit ? FilterActionType.Permit : FilterActionType.Block;
        });
        return seen;
    }
}
