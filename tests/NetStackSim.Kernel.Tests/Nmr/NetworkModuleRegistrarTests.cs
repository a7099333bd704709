namespace NetStackSim.Kernel.Tests;

public sealed class NetworkModuleRegistrarTests : IDisposable
{
    private static readonly Guid Npi = new("11111111-2222-3333-4444-555555555555");

    private readonly IoHarness _host = new(processors: 2);
    private readonly List<string> _log = [];

    public void Dispose() => _host.Dispose();

    private NetworkModuleRegistrar Nmr => _host.Kernel.Nmr;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Register_InEitherOrder_GivesOneAttachWithSwappedDispatchTables(bool clientFirst)
    {
        TestClient client = new("client", Npi, _log);
        TestProvider provider = new("provider", Npi, _log);
        if (clientFirst)
        {
            Nmr.RegisterClient(client);
            Nmr.RegisterProvider(provider);
        }
        else
        {
            Nmr.RegisterProvider(provider);
            Nmr.RegisterClient(client);
        }

        Assert.Equal((1, 1), (client.Attached, provider.Attached));
        Assert.Equal(["provider dispatch"], client.ProviderDispatches);
        Assert.Equal(["client dispatch"], provider.ClientDispatches);
        Assert.Equal(NmrBindingState.Attached, client.Bindings[0].State);
    }

    [Fact]
    public void Register_TwoProvidersAndTwoClients_GivesFourBindings()
    {
        TestClient[] clients = [new("c1", Npi, _log), new("c2", Npi, _log)];
        NmrRegistration first = Nmr.RegisterClient(clients[0]);
        Nmr.RegisterProvider(new TestProvider("p1", Npi, _log));
        Nmr.RegisterClient(clients[1]);
        Nmr.RegisterProvider(new TestProvider("p2", Npi, _log));
        Assert.Equal(["c1 attached to p1", "c2 attached to p1", "c1 attached to p2", "c2 attached to p2"], _log);
        Assert.Equal(2, first.Bindings.Count);
    }

    [Fact]
    public void Register_OtherInterfaceOrNumber_DoesNotAttach()
    {
        TestClient client = new("client", Npi, _log);
        Nmr.RegisterClient(client);
        Nmr.RegisterProvider(new TestProvider("other", KnownNpi.Wsk, _log));
        Nmr.RegisterProvider(new TestProvider("number", Npi, _log) { Registration = new NpiRegistration("number", Npi, default, Number: 1) });
        Assert.Equal(0, client.Attached);
    }

    [Fact]
    public void Attach_Refused_LeavesNoBindingAndNoCleanup()
    {
        TestClient client = new("client", Npi, _log);
        TestProvider provider = new("provider", Npi, _log) { Answer = NtStatus.NoInterface };
        NmrRegistration c = Nmr.RegisterClient(client);
        NmrRegistration p = Nmr.RegisterProvider(provider);
        Assert.Empty(c.Bindings);
        Assert.Equal(NmrBindingState.CleanedUp, client.Bindings[0].State);
        c.Deregister();
        p.Deregister();
        Assert.Equal((0, 0), (client.Detached, provider.CleanedUp));
        Assert.Equal(NmrRegistrationState.Deregistered, c.State);
    }

    [Fact]
    public void Attach_RetriedWithAnotherVersionAfterNoInterface_Succeeds()
    {
        TestProvider provider = new("provider", Npi, _log) { Answer = NtStatus.NoInterface };
        TestClient client = new("client", Npi, _log)
        {
            Before = (binding, offered) =>
            {
                Assert.Equal("provider", offered.Name);
                Assert.Equal(NtStatus.NoInterface, binding.AttachProvider(null, "version 2", out _, out _));
                provider.Answer = NtStatus.Success;
                return null;
            },
        };
        Nmr.RegisterProvider(provider);
        Nmr.RegisterClient(client);
        Assert.Equal((1, 1), (client.Attached, provider.Attached));
    }

    [Fact]
    public void Attach_OutsideTheCallback_IsAVerifierError()
    {
        TestClient client = new("client", Npi, _log);
        Nmr.RegisterProvider(new TestProvider("provider", Npi, _log));
        Nmr.RegisterClient(client);
        _host.Breaks(NmrRules.IllegalTransition, () => client.Bindings[0].AttachProvider(null, null, out _, out _));
    }

    [Fact]
    public void Attach_StatusUnlikeTheOneOfTheProvider_IsAVerifierError()
    {
        TestClient client = new("client", Npi, _log) { Before = (_, _) => NtStatus.Success };
        Nmr.RegisterProvider(new TestProvider("provider", Npi, _log));
        BugCheckException stop = _host.Breaks(NmrRules.AttachStatus, () => Nmr.RegisterClient(client));
        Assert.Equal("client", stop.Culprit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Deregister_EitherSide_DetachesBothOnceThenCleansUp(bool clientLeaves)
    {
        TestClient client = new("client", Npi, _log);
        TestProvider provider = new("provider", Npi, _log);
        NmrRegistration c = Nmr.RegisterClient(client);
        NmrRegistration p = Nmr.RegisterProvider(provider);
        _log.Clear();
        Assert.Equal(NtStatus.Pending, (clientLeaves ? c : p).Deregister());
        Assert.Equal(["client detach", "provider detach", "client cleanup", "provider cleanup"], _log);
        Assert.Equal(NtStatus.InvalidHandle, (clientLeaves ? c : p).Deregister());
        (clientLeaves ? p : c).Deregister();
        Assert.Equal(4, _log.Count);
    }

    [Fact]
    public void Wait_BeforeDeregister_IsInvalidParameter()
    {
        NmrRegistration c = Nmr.RegisterClient(new TestClient("client", Npi, _log));
        Assert.Equal(NtStatus.InvalidParameter, _host.Loop.Run(async () => await c.WaitForDeregisterComplete()));
        c.Deregister();
        Assert.Equal(NtStatus.Success, _host.Loop.Run(async () => await c.WaitForDeregisterComplete()));
    }

    [Fact]
    public void PendingDetach_WhileACallRunsOnAnotherProcessor_HoldsCleanupAndWait()
    {
        TestClient client = new("client", Npi, _log);
        TestProvider provider = new("provider", Npi, _log);
        Nmr.RegisterClient(client);
        NmrRegistration p = Nmr.RegisterProvider(provider);
        NmrCallGate gate = new(() => client.Bindings[0].ClientDetachComplete());
        client.DetachPends = true;
        _log.Clear();

        _host.Loop.Run(async () =>
        {
            // The client's call into the provider runs on processor 0; the provider deregisters on processor 1.
            Assert.True(gate.TryEnter());
            _host.Kernel.Processors[0].While(_host.Kernel.Processors[1], () => Assert.Equal(NtStatus.Pending, p.Deregister()));
            Assert.Equal(NtStatus.Pending, gate.BeginDetach());
            Assert.False(gate.TryEnter());
            Assert.Equal(["client detach", "provider detach"], _log);
            ValueTask<NtStatus> wait = p.WaitForDeregisterComplete();
            Assert.False(wait.IsCompleted);
            Assert.Equal(NmrBindingState.DetachingClient, client.Bindings[0].State);
            gate.Leave();
            Assert.Equal(["client detach", "provider detach", "client cleanup", "provider cleanup"], _log);
            Assert.Equal(NtStatus.Success, await wait);
        });
        _host.Breaks(NmrRules.IllegalTransition, client.Bindings[0].ClientDetachComplete);
    }

    [Fact]
    public void PendingDetach_BothSidesDeregisterAtOnce_GivesTheSameCounts()
    {
        TestClient client = new("client", Npi, _log) { DetachPends = true };
        TestProvider provider = new("provider", Npi, _log) { DetachPends = true };
        NmrRegistration c = Nmr.RegisterClient(client);
        NmrRegistration p = Nmr.RegisterProvider(provider);
        c.Deregister();
        p.Deregister();
        Assert.Equal((1, 1, 0, 0), (client.Detached, provider.Detached, client.CleanedUp, provider.CleanedUp));
        Assert.Equal(2, _host.Kernel.CheckLeaks().Leaks.Count);
        provider.Bindings[0].ProviderDetachComplete();
        Assert.Equal(NmrRegistrationState.Deregistering, p.State);
        client.Bindings[0].ClientDetachComplete();
        Assert.Equal((1, 1, 1, 1), (client.Detached, provider.Detached, client.CleanedUp, provider.CleanedUp));
        Assert.Equal((NmrRegistrationState.Deregistered, NmrRegistrationState.Deregistered), (c.State, p.State));
        Assert.Empty(Nmr.Clients);
        Assert.Empty(Nmr.Providers);
    }

    [Fact]
    public void DetachComplete_WithoutPending_IsAVerifierError()
    {
        TestClient client = new("client", Npi, _log);
        Nmr.RegisterProvider(new TestProvider("provider", Npi, _log));
        Nmr.RegisterClient(client);
        _host.Breaks(NmrRules.IllegalTransition, client.Bindings[0].ClientDetachComplete);
    }

    [Fact]
    public void Deregister_InsideTheAttachCallback_DetachesRightAfterwards()
    {
        TestClient client = new("client", Npi, _log);
        NmrRegistration c = Nmr.RegisterClient(client);
        client.Before = (_, _) =>
        {
            c.Deregister();
            return null;
        };
        Nmr.RegisterProvider(new TestProvider("provider", Npi, _log));
        Assert.Equal(["client attached to provider", "client detach", "provider detach", "client cleanup", "provider cleanup"], _log);
        Assert.Equal(NmrRegistrationState.Deregistered, c.State);
    }

    [Fact]
    public void Register_InsideTheAttachCallback_MeetsEveryCounterpartOnce()
    {
        TestProvider second = new("p2", Npi, _log);
        TestClient client = new("client", Npi, _log);
        client.Before = (_, _) =>
        {
            client.Before = null;
            Nmr.RegisterProvider(second);
            return null;
        };
        Nmr.RegisterProvider(new TestProvider("p1", Npi, _log));
        Nmr.RegisterClient(client);
        Assert.Equal(["client attached to p2", "client attached to p1"], _log);
    }

    [Fact]
    public void Register_AtDispatch_IsABugCheck()
    {
        using IrqlScope raised = _host.Kernel.BootProcessor.RaiseIrql(Irql.Dispatch);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => Nmr.RegisterClient(new TestClient("client", Npi, _log)));
        Assert.Equal(BugCheckCode.IrqlNotLessOrEqual, stop.Code);
    }
}
