using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Stack.RandomActions;

/// <summary>One host with an adapter, filters and protocols by the book, to which anything happens at any time.</summary>
internal sealed class RandomWorld
{
    private const long Millisecond = 1_000_000;

    private readonly EventLoop _loop;
    private readonly NdisRuntime _runtime;
    private readonly RandomStream _random;
    private readonly Deferrals _later;
    private readonly ReferenceMiniport _miniport;
    private readonly MiniportRegistration _driver;
    private readonly List<ReferenceProtocol> _protocols = [];
    private readonly List<(ReferenceFilterDriver Driver, FilterRegistration Registration)> _filters = [];
    private readonly List<ReferenceFilterDriver> _drivers = [];
    private long _sends;
    private long _completions;
    private int _names;

    public RandomWorld(ulong seed, bool verifier)
    {
        _loop = new EventLoop(new EventLoopOptions { Seed = seed });
        Kernel = new SimKernel(_loop, new SimKernelOptions { Verifier = verifier });
        _runtime = new NdisRuntime(Kernel) { LifeCycleObserver = Steps };
        _random = _loop.Random["actions"];
        _later = new Deferrals(_random);
        _runtime.PendsOpens = _random.Chance(0.3);
        MiniportAttributeFlags flags = _random.Next(3) switch
        {
            0 => MiniportAttributeFlags.None,
            1 => MiniportAttributeFlags.NoHaltOnSuspend,
            _ => MiniportAttributeFlags.NoHaltOnSuspend | MiniportAttributeFlags.NoPauseOnSuspend,
        };
        _miniport = new ReferenceMiniport(_later, flags);
        _driver = _runtime.RegisterMiniport(_miniport, new MiniportOptions { Name = "reference" });
        AddProtocol();
        AddAdapter();
    }

    public SimKernel Kernel { get; }

    public LastSteps Steps { get; } = new();

    /// <summary>Everything that happened, folded.</summary>
    public ulong Digest => _loop.Digest;

    public int Resets => _miniport.Resets;

    private MiniportAdapter Adapter => _miniport.Adapter;

    private bool HasAdapter => _runtime.Adapters.Count > 0;

    public void Step()
    {
        switch (_random.Next(20))
        {
            case 0 or 1 or 2:
                Pick(_protocols)?.Send(1 + _random.Next(5));
                break;
            case 3 or 4 or 5:
                Indicate();
                break;
            case 6:
                CompleteSends();
                break;
            case 7:
                Pick(_protocols)?.ReturnHeld(_random.Next(4));
                break;
            case 8 or 9 or 10:
                _later.RunOne();
                break;
            case 11:
                Request();
                break;
            case 12:
                Filter();
                break;
            case 13 or 14 or 15:
                _loop.RunFor(_random.Next(1000));
                break;
            case 16:
                PassTime();
                break;
            default:
                Operate();
                break;
        }
    }

    /// <summary>Everything comes home, and the devices and drivers go.</summary>
    public void Finish()
    {
        Settle();
        while (HasAdapter)
        {
            _runtime.RemoveAdapter(Adapter);
            Settle();
        }

        foreach (ReferenceProtocol protocol in _protocols.ToArray())
        {
            RemoveProtocol(protocol);
        }

        foreach ((ReferenceFilterDriver _, FilterRegistration registration) in _filters)
        {
            registration.Dispose();
        }

        _driver.Dispose();
        Settle();
        Assert.Equal(_sends, _completions);
        Assert.All(_drivers, static driver => Assert.Empty(driver.Modules));
        Assert.True(Kernel.CheckLeaks().IsClean, Kernel.CheckLeaks().ToString());
    }

    private T? Pick<T>(List<T> list)
        where T : class => list.Count == 0 ? null : list[_random.Next(list.Count)];

    private ReferenceFilter? PickModule()
    {
        if (_filters.Count == 0)
        {
            return null;
        }

        List<ReferenceFilter> modules = _filters[_random.Next(_filters.Count)].Driver.Modules;
        return Pick(modules);
    }

    private void Indicate()
    {
        if (HasAdapter)
        {
            _miniport.Indicate(1 + _random.Next(5), (_random.Chance(0.2) ? ReceiveFlags.Resources : 0) | (_random.Chance(0.5) ? ReceiveFlags.PerfectFiltered : 0));
        }
    }

    private void CompleteSends()
    {
        if (HasAdapter)
        {
            _miniport.Complete(_random.Next(5), NtStatus.Success);
        }
    }

    private void Request()
    {
        ReferenceProtocol? protocol = Pick(_protocols);
        ulong id = (ulong)_random.Next(4);
        switch (_random.Next(4))
        {
            case 0:
                protocol?.CancelRequest(id);
                break;
            case 1:
                protocol?.CancelSend();
                break;
            default:
                protocol?.Request(id);
                break;
        }
    }

    private void Filter()
    {
        ReferenceFilter? module = PickModule();
        switch (_random.Next(6))
        {
            case 0 or 1:
                module?.Release();
                break;
            case 2:
                module?.Inject(sends: true, 1 + _random.Next(3));
                break;
            case 3:
                module?.Inject(sends: false, 1 + _random.Next(3));
                break;
            case 4:
                module?.Request();
                break;
            default:
                module?.RestartStack();
                break;
        }
    }

    // Clocks of the verifier and the watchdog run: what is due is done before much time goes by. A check for hang, or a reset, may come.
    private void PassTime()
    {
        if (_random.Chance(0.2))
        {
            Settle();
            _loop.RunFor(_random.Next(3000) * Millisecond);
        }
    }

    private void Operate()
    {
        if (!HasAdapter)
        {
            AddAdapter();
            return;
        }

        switch (_random.Next(14))
        {
            case 0 or 1:
                AddFilter();
                break;
            case 2:
                RemoveFilter();
                break;
            case 3:
                AddProtocol();
                break;
            case 4:
                RemoveProtocol(_protocols.Count > 1 ? Pick(_protocols) : null);
                break;
            case 5:
                _runtime.PauseStack(Adapter);
                _runtime.RestartStack(Adapter);
                break;
            case 6:
                _runtime.SetPower(Adapter, (DevicePowerState)(2 + _random.Next(3)));
                break;
            case 7:
                _runtime.SetPower(Adapter, DevicePowerState.D0);
                break;
            case 8:
                _ = Adapter.RequestReset();
                break;
            case 9:
                _runtime.Notify(Adapter, new NetPnPEvent(NetPnPEventCode.Reconfigure));
                break;
            case 10:
                _runtime.ReconfigureAdapter(Adapter);
                break;
            case 11:
                _runtime.StopAdapter(Adapter);
                _runtime.StartAdapter(Adapter);
                break;
            case 12:
                Leave();
                break;
            default:
                RemoveAdapter();
                break;
        }
    }

    private void Leave()
    {
        if (Pick(_protocols) is { } protocol)
        {
            protocol.Leave();
            _loop.RunFor(1);
            protocol.Registration!.ReEnumerateBindings();
        }
    }

    private void RemoveAdapter()
    {
        _ = _random.Chance(0.5) ? _runtime.RemoveAdapter(Adapter) : _runtime.SurpriseRemoveAdapter(Adapter);
        if (_random.Chance(0.5))
        {
            Settle();
        }
    }

    private void AddAdapter() => _runtime.AddAdapter(_driver, new AdapterOptions { Name = "Ethernet" });

    private void AddFilter()
    {
        if (_filters.Count >= 4)
        {
            return;
        }

        FilterOptions options = new()
        {
            Name = $"f{_names++}",
            Type = _random.Chance(0.2) ? FilterType.Monitoring : FilterType.Modifying,
            Class = (FilterClass)_random.Next(12),
            IsMandatory = _random.Chance(0.2),
        };
        ReferenceFilterDriver driver = new(_later);
        _drivers.Add(driver);
        _filters.Add((driver, _runtime.RegisterFilter(driver, options)));
    }

    private void RemoveFilter()
    {
        if (_filters.Count > 0)
        {
            int index = _random.Next(_filters.Count);
            _filters[index].Registration.Dispose();
            _filters.RemoveAt(index);
        }
    }

    private void AddProtocol()
    {
        if (_protocols.Count < 4)
        {
            ReferenceProtocol protocol = new(_later, pauses: _random.Chance(0.8));
            _protocols.Add(protocol);
            protocol.Registration = _runtime.RegisterProtocol(protocol, new ProtocolOptions { Name = $"p{_names++}" });
        }
    }

    private void RemoveProtocol(ReferenceProtocol? protocol)
    {
        if (protocol is not null)
        {
            protocol.Registration!.Dispose();
            Settle();
            _protocols.Remove(protocol);
            _sends += protocol.Sends;
            _completions += protocol.Completions;
            Assert.True(protocol.HoldsNothing);
        }
    }

    /// <summary>Until nobody owes anything.</summary>
    private void Settle()
    {
        for (int round = 0; round < 10_000; round++)
        {
            _loop.RunFor(1);
            while (_later.Count > 0)
            {
                _later.RunOne();
            }

            if (HasAdapter)
            {
                _miniport.Complete(int.MaxValue, NtStatus.Success);
            }

            // Also those that are deregistered and wait for their detach.
            _drivers.ForEach(static driver => driver.Modules.ToList().ForEach(static module => module.Release()));

            _protocols.ForEach(static protocol => protocol.ReturnHeld(int.MaxValue));
            _loop.RunFor(1);
            if (_later.Count == 0 && _protocols.TrueForAll(static protocol => protocol.HoldsNothing)
                && (!HasAdapter || (_miniport.IsIdle && Adapter.LastOperation.IsCompleted && Adapter.PendingOidRequests.Count == 0)))
            {
                return;
            }
        }

        string protocols = string.Join(", ", _protocols.Select(static protocol => $"{protocol.Sends - protocol.Completions} sends, nothing held: {protocol.HoldsNothing}"));
        string adapter = HasAdapter
            ? $"{Adapter.LastOperation}, {_miniport.Rest}, requests {string.Join(", ", Adapter.PendingOidRequests.Select(static request => $"{request} at {request.PendingAt}"))}\n{Adapter.DescribeStack()}"
            : "no adapter";
        Assert.Fail($"it does not settle: {protocols}; {adapter}");
    }
}
