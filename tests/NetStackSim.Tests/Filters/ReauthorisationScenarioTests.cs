using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Why flows are authorised anew besides a change of policy, and closures that a filter holds (scenarios 42, 45).</summary>
public sealed class ReauthorisationScenarioTests
{
    [Theory]
    [LabCases]
    public void Scenario45_EndpointClosure_HeldByAFilter_TheReleaseWaits(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        ClassifyContext? held = null;
        NtStatus pended = NtStatus.Pending;
        lab.Callout(lab.A, "ALE_ENDPOINT_CLOSURE", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            redirection.AcquireClassifyHandle(m, out held);
            pended = redirection.PendClassify(held!, f, ref o);
        });
        var released = new LayerCount(lab, lab.A, "ALE_RESOURCE_RELEASE");
        lab.Network.Run(async () =>
        {
            SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            Task close = socket.DisposeAsync().AsTask();
            await lab.Pause(3000);
            Assert.Equal((NtStatus.Success, 0), (pended, released.Calls));
            Assert.Equal(NtStatus.Success, redirection.CompleteClassify(held!, FilterActionType.Permit));
            redirection.ReleaseClassifyHandle(held!);
            await close;
            Assert.Equal(1, released.Calls);
        });
        Assert.Empty(lab.A.Filters.Contracts.Violations);
    }

    [Theory]
    [LabCases("ALE_AUTH_CONNECT")]
    [LabCases("ALE_FLOW_ESTABLISHED")]
    [LabCases("OUTBOUND_TRANSPORT")]
    public void Scenario45_PendClassify_ElsewhereThanAtRedirectAndClosure_CannotPend(IpFamily family, ClassifierKind classifier, string layer)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        NtStatus acquired = NtStatus.Pending;
        lab.Callout(
            lab.A,
            layer,
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
            {
                o.Continue();
                acquired = redirection.AcquireClassifyHandle(m, out ClassifyContext? handle);
                if (acquired.IsSuccess)
                {
                    acquired = redirection.PendClassify(handle!, f, ref o);
                    redirection.ReleaseClassifyHandle(handle!);
                }
            });
        lab.WithConnection((_, _) => Task.CompletedTask);
        Assert.Contains(acquired, (NtStatus[])[NtStatus.InvalidParameter, FwpStatus.CannotPend]);
    }
}
