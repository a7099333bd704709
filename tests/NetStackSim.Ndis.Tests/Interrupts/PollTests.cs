using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests;

public sealed class PollTests : IMiniportPoll
{
    private readonly TestHost _host = new(processors: 2);
    private readonly List<string> _log = [];
    private readonly TestMiniport _miniport;
    private readonly NetBufferListPool _pool;
    private PollRegistration _poll = null!;
    private int _waiting;
    private bool _isRunning;
    private Action? _inside;

    public PollTests()
    {
        NdisRuntime runtime = new(_host.Kernel);
        _miniport = TestMiniport.AddTo(runtime, []);
        _host.Loop.RunUntilIdle();
        _pool = _host.DataPool();
    }

    [Fact]
    public void Request_PollsWithinTheBudgetUntilNothingIsLeft_ThenEnablesTheNotification()
    {
        Register(new PollOptions { MaxNblsToIndicate = 3 });
        _waiting = 7;
        _poll.Request();
        _poll.Request();
        Assert.Empty(_log);
        _host.Loop.RunUntilIdle();

        Assert.Equal(["poll 3 left 4", "poll 3 left 1", "poll 1 left 0", "poll 0 left 0", "enable True"], _log);
        Assert.Equal(7, _miniport.Returned);
    }

    [Fact]
    public void Request_FromInsideThePoll_PollsOnceMoreAndNeverTwiceAtATime()
    {
        Register(new PollOptions());
        _inside = () =>
        {
            _inside = null;
            _poll.Request();
        };
        _poll.Request();
        _host.Loop.RunUntilIdle();

        Assert.Equal(["poll 0 left 0", "poll 0 left 0", "enable True"], _log);
    }

    [Fact]
    public void BusyObject_LeavesTheProcessorBetweenDispatches_AndGoesOnAtPassive()
    {
        Register(new PollOptions { MaxNblsToIndicate = 1, PollsPerDispatch = 2, DispatchesBeforePassive = 2 });
        List<Irql> levels = [];
        _inside = () => levels.Add(_host.Kernel.CurrentProcessor.Irql);
        _waiting = 7;
        _poll.Request();
        _host.Loop.RunUntilIdle();

        Assert.Equal(
            [Irql.Dispatch, Irql.Dispatch, Irql.Dispatch, Irql.Dispatch, Irql.Passive, Irql.Passive, Irql.Passive, Irql.Passive], levels);
        Assert.Equal(8, _poll.Polls);
    }

    [Fact]
    public void Affinity_MovesTheNextPoll()
    {
        Register(new PollOptions());
        int processor = -1;
        _inside = () => processor = _host.Kernel.CurrentProcessor.Number;
        _poll.SetAffinity(_host.Kernel.Processors[1]);
        _poll.Request();
        _host.Loop.RunUntilIdle();

        Assert.Equal(1, processor);
        Assert.Same(_host.Kernel.Processors[1], _poll.Affinity);
    }

    [Fact]
    public void Deregister_EndsPolling_AndDisablesTheNotification()
    {
        Register(new PollOptions());
        _waiting = 3;
        _poll.Request();
        _poll.Deregister();
        _poll.Request();
        _host.Loop.RunUntilIdle();

        Assert.Equal(["enable False"], _log);
    }

    [Fact]
    public void Halt_WithAPollObjectLeft_IsReported()
    {
        Register(new PollOptions());
        Assert.Equal(DriverResourceKind.Poll, Assert.Single(_miniport.Adapter.Resources.Claimed).Kind);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _miniport.Adapter.Stack.Runtime.RemoveAdapter(_miniport.Adapter));
        Assert.Contains("poll object", stop.Message, StringComparison.Ordinal);
    }

    void IMiniportPoll.Poll(ref PollData data)
    {
        Assert.False(_isRunning);
        _isRunning = true;
        _inside?.Invoke();
        while (_waiting > 0 && data.Receive.Indicated.Count < data.Receive.MaxNblsToIndicate)
        {
            _waiting--;
            data.Receive.Indicated.Add(TestHost.Filled(_pool, 60));
        }

        data.Receive.NumberOfRemainingNbls = (uint)_waiting;
        _log.Add($"poll {data.Receive.NumberOfIndicatedNbls} left {_waiting}");
        _isRunning = false;
    }

    void IMiniportPoll.SetPollNotification(bool enabled) => _log.Add($"enable {enabled}");

    private void Register(PollOptions options) => _poll = _miniport.Adapter.RegisterPoll(this, options: options);
}
