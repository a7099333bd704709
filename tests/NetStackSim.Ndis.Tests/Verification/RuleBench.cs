using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>A host with one adapter, one protocol and, on demand, one filter: the place where a rule is broken.</summary>
internal sealed class RuleBench
{
    public const ReceiveFlags Perfect = ReceiveFlags.PerfectFiltered;

    private readonly List<string> _log = [];

    public RuleBench(
        Func<TestFilterDriver, FilterModule, IFilter>? filter = null, Action<TestMiniport>? miniport = null, Action<TestProtocol>? protocol = null, bool verifier = true,
        int processors = 1)
    {
        Host = new TestHost(verifier, processors);
        Runtime = new NdisRuntime(Host.Kernel);
        Protocol = TestProtocol.Register(Runtime, _log, configure: protocol);
        if (filter is not null)
        {
            FilterDriver = TestFilterDriver.Register(Runtime, _log, "culprit", filter);
        }

        Miniport = TestMiniport.AddTo(Runtime, _log, configure: miniport);
    }

    public TestHost Host { get; }

    public SimKernel Kernel => Host.Kernel;

    public NdisRuntime Runtime { get; }

    public TestProtocol Protocol { get; }

    public TestMiniport Miniport { get; }

    public MiniportAdapter Adapter => Miniport.Adapter;

    public TestFilterDriver? FilterDriver { get; }

    public FilterModule Module => Adapter.Filters[0];

    /// <summary>Runs what breaks a rule: exactly that rule, and none before it, is reported.</summary>
    public BugCheckException Breaks(VerifierRule rule, Action act)
    {
        BugCheckException stop = Assert.Throws<BugCheckException>(act);
        Assert.Equal((rule.Code, rule.Parameter1), (stop.Code, stop.Parameters[0]));
        Assert.Equal(rule, Assert.Single(Kernel.Verifier!.Violations).Rule);
        return stop;
    }

    /// <summary>Runs what is bug check 0x7C.</summary>
    public static BugCheckException Stops(NdisBugCheckCode code, Action act)
    {
        BugCheckException stop = Assert.Throws<BugCheckException>(act);
        Assert.Equal((BugCheckCode.BugcodeNdisDriver, (ulong)code), (stop.Code, stop.Parameters[0]));
        return stop;
    }

    /// <summary>Runs until the watchdog stops the host.</summary>
    public void WatchdogStops(NdisWatchdog watchdog, Action act)
    {
        BugCheckException stop = Stops(NdisBugCheckCode.Watchdog, () =>
        {
            act();
            Host.Loop.RunUntilIdle();
        });
        Assert.Equal((ulong)watchdog, stop.Parameters[1]);
    }

    public void RunUntilIdle() => Host.Loop.RunUntilIdle();

    public static NetBufferListChain Chain(params NetBufferList[] lists)
    {
        NetBufferListChain chain = default;
        foreach (NetBufferList list in lists)
        {
            chain.Add(list);
        }

        return chain;
    }

    public void Send(params NetBufferList[] lists)
    {
        NetBufferListChain chain = Chain(lists);
        Protocol.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }
}
