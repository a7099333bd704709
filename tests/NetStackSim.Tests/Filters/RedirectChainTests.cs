using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Several callouts at the redirect layers: who changed what, who may still change it, and who is asked again (fact sheet 9.6).</summary>
public sealed class RedirectChainTests
{
    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void SeveralCallouts_EachSeesWhatTheOnesBeforeItDid(IpFamily family, ClassifierKind classifier, bool isTcp)
    {
        using var lab = new FilterLab(family, classifier);
        List<(int Port, ulong Filter)> versions = [];
        LabCallout heavy = Redirector(lab, 0x6000, 81, passesOn: true, _ => { });
        LabCallout light = Redirector(lab, 0x5000, 82, passesOn: true, request =>
        {
            for (RedirectRequest? version = request; version is not null; version = version.PreviousVersion)
            {
                versions.Add((version.Remote.Port, version.ModifierFilterId));
            }
        });
        List<string> authorised = [];
        lab.Callout(
            lab.A,
            "ALE_AUTH_CONNECT",
            (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                authorised.Add($"{v[AleAuthConnectField.IpRemotePort].Number} was {m.OriginalDestination.Port}");
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.Network.Run(() => isTcp ? Connect(lab, 82) : Send(lab, 82));
        Assert.Equal([(82, light.FilterId), (81, heavy.FilterId), (80, 0UL)], versions);
        Assert.Equal(["82 was 80"], authorised);
        Assert.Equal((1, 1), (heavy.Calls, light.Calls));
        Assert.Empty(lab.A.Filters!.Contracts.Violations);
    }

    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void ARightThatAHeavierCalloutCleared_LeavesOnlyTheVeto(IpFamily family, ClassifierKind classifier, bool isTcp)
    {
        using var lab = new FilterLab(family, classifier);
        Redirector(lab, 0x6000, 81, passesOn: false, _ => { });
        LabCallout light = Redirector(lab, 0x5000, 82, passesOn: false, _ => { });
        lab.Network.Run(() => isTcp ? Connect(lab, 81) : Send(lab, 81));
        ContractViolation violation = lab.A.Filters!.Contracts.Violations.Single();
        Assert.Equal((ContractRule.TookWithoutRight, 1), (violation.Rule, light.Calls));
    }

    [Theory]
    [LabCases]
    public void ALighterCallout_VetoesARedirectionWithoutTheRight(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        Redirector(lab, 0x6000, 81, passesOn: false, _ => { });
        lab.Callout(
            lab.A,
            "ALE_CONNECT_REDIRECT",
            static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                Assert.Equal((FilterActionType.Permit, false), (o.Action, o.CanWrite));
                o.Block();
            },
            weight: 0x5000);
        NtStatus status = lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 81));
            return await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 80));
        });
        Assert.Equal(NtStatus.AccessDenied, status);
        Assert.Empty(lab.A.Filters!.Contracts.Violations);
    }

    [Theory]
    [LabCases]
    public void BindRedirect_OfSeveralCallouts_KeepsTheChain(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        List<(int Port, ulong Filter)> versions = [];
        List<ulong> filters = [0];
        foreach (ushort port in (ushort[])[6001, 6002])
        {
            LabCallout callout = lab.Callout(
                lab.A,
                "ALE_BIND_REDIRECT",
                (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
                {
                    Assert.Equal(NtStatus.Success, redirection.AcquireClassifyHandle(m, out ClassifyContext? handle));
                    Assert.Equal(NtStatus.Success, redirection.AcquireWritable(handle!, f, ref o, out RedirectRequest? request));
                    request!.Local = request.Local.WithPort(port);
                    Assert.Equal(NtStatus.Success, redirection.ApplyModified(handle!, request));
                    versions.Add((request.PreviousVersion!.Local.Port, request.PreviousVersion.ModifierFilterId));
                    redirection.ReleaseClassifyHandle(handle!);
                    o.Action = FilterActionType.Permit;
                    o.Rights |= ClassifyRights.ActionWrite;
                },
                weight: (ushort)(0x6000 - port + 6000));
            filters.Add(callout.FilterId);
        }

        lab.Network.Run(async () =>
        {
            await using SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            Assert.Equal(6002, socket.LocalEndpoint.Port);
        });
        Assert.Equal([(5000, 0UL), (6001, filters[1])], versions);
        Assert.Empty(lab.A.Filters.Contracts.Violations);
    }

    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void ReauthorizeIfModifiedByOthers_AsksAgainWhatAnotherChangedMeanwhile(IpFamily family, ClassifierKind classifier, bool isFlagged)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        (ClassifyContext Handle, RuntimeFilter Filter)? other = null;
        (ClassifyContext Handle, RuntimeFilter Filter)? holder = null;
        lab.Callout(
            lab.A,
            "ALE_CONNECT_REDIRECT",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
            {
                o.Continue();
                if (other is null && redirection.AcquireClassifyHandle(m, out ClassifyContext? handle).IsSuccess)
                {
                    other = (handle!, f);
                }
            },
            weight: 0x6000);
        List<int> seen = [];
        lab.Callout(
            lab.A,
            "ALE_CONNECT_REDIRECT",
            (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
            {
                seen.Add(((RedirectRequest)d!).Remote.Port);
                o.Action = FilterActionType.Permit;
                if (holder is null && redirection.AcquireClassifyHandle(m, out ClassifyContext? handle).IsSuccess)
                {
                    holder = (handle!, f);
                    Assert.Equal(NtStatus.Success, redirection.PendClassify(handle!, f, ref o));
                }
            },
            weight: 0x5000);
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 81));
            Task<SimTcpStream> connect = lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80)).AsTask();
            await lab.Pause(10);
            Change(redirection, other!.Value, 81, ApplyFlags.None);
            Change(redirection, holder!.Value, null, isFlagged ? ApplyFlags.ReauthorizeIfModifiedByOthers : ApplyFlags.None);
            Assert.Equal(NtStatus.Success, redirection.CompleteClassify(holder.Value.Handle, FilterActionType.Permit));
            redirection.ReleaseClassifyHandle(holder.Value.Handle);
            redirection.ReleaseClassifyHandle(other.Value.Handle);
            await using SimTcpStream stream = await connect;
            Assert.Equal(81, stream.RemoteEndpoint.Port);
        });
        Assert.Equal(isFlagged ? [80, 81] : [80], seen);
        Assert.Empty(lab.A.Filters.Contracts.Violations);
    }

    // From a worker, while the classification is held.
    private static void Change(ConnectionRedirection redirection, (ClassifyContext Handle, RuntimeFilter Filter) by, ushort? port, ApplyFlags flags)
    {
        ClassifyOut later = default;
        Assert.Equal(NtStatus.Success, redirection.AcquireWritable(by.Handle, by.Filter, ref later, out RedirectRequest? request));
        request!.Remote = request.Remote.WithPort(port ?? request.Remote.Port);
        Assert.Equal(NtStatus.Success, redirection.ApplyModified(by.Handle, request, flags));
    }

    private static LabCallout Redirector(FilterLab lab, ushort weight, ushort port, bool passesOn, Action<RedirectRequest> applied)
    {
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        return lab.Callout(
            lab.A,
            "ALE_CONNECT_REDIRECT",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
            {
                Assert.Equal(NtStatus.Success, redirection.AcquireClassifyHandle(m, out ClassifyContext? handle));
                Assert.Equal(NtStatus.Success, redirection.AcquireWritable(handle!, f, ref o, out RedirectRequest? request));
                request!.Remote = request.Remote.WithPort(port);
                Assert.Equal(NtStatus.Success, redirection.ApplyModified(handle!, request));
                applied(request);
                redirection.ReleaseClassifyHandle(handle!);
                o.Action = FilterActionType.Permit;
                if (passesOn)
                {
                    o.Rights |= ClassifyRights.ActionWrite;
                }
            },
            weight: weight);
    }

    private static async Task Connect(FilterLab lab, ushort port)
    {
        await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, port));
        await using SimTcpStream stream = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80));
        Assert.Equal(port, stream.RemoteEndpoint.Port);
    }

    private static async Task Send(FilterLab lab, ushort port)
    {
        await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, port));
        await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
        await from.SendToAsync(new byte[3], new IpEndpoint(lab.B.Address, 80));
        Assert.Equal(3, (await to.ReceiveFromAsync(new byte[10])).Bytes);
    }
}
