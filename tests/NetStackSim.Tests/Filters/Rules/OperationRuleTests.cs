using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Rules of operations that are held or redirected, and of what a callout leaves behind.</summary>
public sealed class OperationRuleTests : IDisposable
{
    private const string Connect = "ALE_AUTH_CONNECT";
    private const string ConnectV4 = "ALE_AUTH_CONNECT_V4";
    private const string Redirect = "ALE_CONNECT_REDIRECT";
    private const string RedirectV4 = "ALE_CONNECT_REDIRECT_V4";

    private readonly RuleLab _lab = new();

    public void Dispose() => _lab.Dispose();

    private ConnectionRedirection Redirection => _lab.Engine.Redirection;

    [Fact]
    [BreaksContract(ContractRule.PendWithoutAbsorb)]
    public void PendWithoutAbsorb_Permits()
    {
        LabCallout callout = _lab.Callout(Connect, static (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Action = FilterActionType.Permit;
            if (m.CompletionHandle!.Pend(m).IsSuccess)
            {
                m.CompletionHandle.Complete();
            }
        });
        _lab.Connect();
        _lab.AssertBroken(ContractRule.PendWithoutAbsorb, callout, ConnectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.CompletedTwice)]
    public void CompletedTwice_OrWithoutAPend()
    {
        CompletionHandle? handle = null;
        LabCallout callout = _lab.Callout(Connect, (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            handle = m.CompletionHandle!;
            Assert.Equal(NtStatus.InvalidParameter, handle.Complete());
            o.Action = FilterActionType.Permit;
        });
        _lab.Connect();
        _lab.AssertBroken(ContractRule.CompletedTwice, callout, ConnectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.PendNotCompleted)]
    public void PendNotCompleted_BeforeTheCalloutGoes()
    {
        CompletionHandle? handle = null;
        LabCallout callout = _lab.Callout(Connect, (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            if (m.CompletionHandle!.Pend(m).IsSuccess)
            {
                handle = m.CompletionHandle;
                o.BlockAndAbsorb();
            }
            else
            {
                o.Action = FilterActionType.Permit;
            }
        });
        _lab.Lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = _lab.Lab.A.Sockets.Listen(new IpEndpoint(_lab.Lab.Any, 80));
            Task<SimTcpStream> connect = _lab.Host.Sockets.ConnectAsync(new IpEndpoint(_lab.Lab.A.Address, 80)).AsTask();
            await Task.Delay(TimeSpan.FromMilliseconds(10), _lab.Lab.Network.TimeProvider);
            Assert.Equal(NtStatus.Success, _lab.Engine.Callouts.Unregister(callout.Key));
            Assert.Equal(NtStatus.Success, handle!.Complete());
            await Assert.ThrowsAsync<SocketStatusException>(async () => await connect);
        });
        _lab.AssertBroken(ContractRule.PendNotCompleted, callout, ConnectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.WritableDataNotApplied)]
    public void WritableDataNotApplied_BlocksTheConnect()
    {
        LabCallout callout = Redirecting((context, filter, request, handle) => { }, applies: false);
        Assert.Equal(NtStatus.AccessDenied, _lab.Connect());
        _lab.AssertBroken(ContractRule.WritableDataNotApplied, callout, RedirectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.AppliedWithoutAcquire)]
    public void AppliedWithoutAcquire_Twice()
    {
        LabCallout callout = Redirecting((context, filter, request, handle) =>
        {
            Redirection.ApplyModified(context, request);
            Assert.Equal(NtStatus.InvalidParameter, Redirection.ApplyModified(context, request));
        }, applies: false);
        Assert.Equal(NtStatus.Success, _lab.Connect());
        _lab.AssertBroken(ContractRule.AppliedWithoutAcquire, callout, RedirectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.RedirectWithoutHandle)]
    public void RedirectWithoutHandle_IsIgnored()
    {
        LabCallout callout = Redirecting((context, filter, request, handle) => request.Remote = new IpEndpoint(IpAddress.Parse("127.0.0.1"), 8443));
        Assert.Equal(NtStatus.Success, _lab.Connect());
        _lab.AssertBroken(ContractRule.RedirectWithoutHandle, callout, RedirectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.RedirectLoop)]
    public void RedirectLoop_TheProxysOwnConnectionIsRedirectedAgain()
    {
        SimProcess proxy = _lab.Host.Kernel.Processes.Start(@"\device\harddiskvolume1\proxy.exe", SimToken.System);
        var local = new IpEndpoint(IpAddress.Parse("127.0.0.1"), 8443);
        var target = new IpEndpoint(_lab.Lab.A.Address, 443);
        LabCallout callout = Redirecting((context, filter, request, handle) =>
        {
            request.Remote = local;
            request.LocalRedirectTarget = proxy;
            request.RedirectHandle = handle;
        });
        _lab.Lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = _lab.Host.Sockets.Listen(local, proxy);
            await using SimTcpListener real = _lab.Lab.A.Sockets.Listen(target);
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            await using SimTcpStream app = await _lab.Host.Sockets.ConnectAsync(target);
            await using SimTcpStream accepted = await accept;
            await using SimTcpStream outside = await _lab.Host.Sockets.ConnectAsProxyAsync(target, accepted.QueryRedirectRecords()!, proxy);
            Assert.Equal(target, outside.RemoteEndpoint);
        });
        _lab.AssertBroken(ContractRule.RedirectLoop, callout, RedirectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.RedirectHandleDestroyed)]
    public void RedirectHandleDestroyed_AndUsed()
    {
        RedirectHandle handle = Redirection.CreateHandle(Guid.Empty, out _)!;
        Redirection.DestroyHandle(handle);
        LabCallout callout = _lab.Callout(Redirect, (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            Assert.Equal(RedirectState.NotRedirected, Redirection.QueryState(m.RedirectRecords, handle, out _));
            o.Continue();
        });
        Assert.Equal(NtStatus.Success, _lab.Connect());
        _lab.AssertBroken(ContractRule.RedirectHandleDestroyed, callout, RedirectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.ClassifyHandleUnbalanced)]
    public void ClassifyHandleUnbalanced_NeverReleased()
    {
        LabCallout callout = _lab.Callout(Redirect, (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            Assert.True(Redirection.AcquireClassifyHandle(m, out _).IsSuccess);
            o.Continue();
        });
        Assert.Equal(NtStatus.Success, _lab.Connect());
        Assert.Equal(NtStatus.Success, _lab.Engine.Callouts.Unregister(callout.Key));
        _lab.AssertBroken(ContractRule.ClassifyHandleUnbalanced, callout, RedirectV4);
    }

    [Fact]
    [BreaksContract(ContractRule.LeakedFlowContext)]
    public void LeakedFlowContext_UnregistersAgainWithoutRemovingAny()
    {
        LabCallout callout = null!;
        List<ulong> flows = [];
        ushort layer = _lab.Lab.Layer(_lab.Host, "ALE_FLOW_ESTABLISHED").Id;
        callout = _lab.Callout("ALE_FLOW_ESTABLISHED", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            flows.Add(m.FlowHandle);
            Assert.Equal(NtStatus.Success, _lab.Engine.Callouts.FlowAssociateContext(m.FlowHandle, layer, callout.Id, 7));
            o.Continue();
        });
        _lab.SendText("text", () =>
        {
            Assert.Equal(NtStatus.DeviceBusy, _lab.Engine.Callouts.Unregister(callout.Key));
            Assert.Empty(_lab.Engine.Contracts.Violations);
            Assert.Equal(NtStatus.DeviceBusy, _lab.Engine.Callouts.Unregister(callout.Key));
            _lab.AssertBroken(ContractRule.LeakedFlowContext, callout, "ALE_FLOW_ESTABLISHED_V4");
            Assert.Equal(NtStatus.Success, _lab.Engine.Callouts.FlowRemoveContext(flows[0], layer, callout.Id));
            Assert.Equal(NtStatus.Success, _lab.Engine.Callouts.Unregister(callout.Key));
        });
        Assert.Equal([7UL], callout.Deleted);
    }

    private LabCallout Redirecting(Action<ClassifyContext, RuntimeFilter, RedirectRequest, RedirectHandle> change, bool applies = true)
    {
        RedirectHandle handle = Redirection.CreateHandle(Guid.Empty, out _)!;
        return _lab.Callout(Redirect, (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            Assert.True(Redirection.AcquireClassifyHandle(m, out ClassifyContext? context).IsSuccess);
            Assert.True(Redirection.AcquireWritable(context!, f, ref o, out RedirectRequest? request).IsSuccess);
            change(context!, f, request!, handle);
            if (applies)
            {
                Assert.True(Redirection.ApplyModified(context!, request!).IsSuccess);
            }

            Redirection.ReleaseClassifyHandle(context!);
            o.Action = FilterActionType.Permit;
        });
    }
}
