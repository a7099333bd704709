namespace NetStackSim.Kernel.Tests;

public sealed class LoopCompletionTests
{
    private readonly EventLoop _loop = new();

    [Fact]
    public void Complete_BeforeAndAfterTheAwait_GivesTheResultAsALaterEvent()
    {
        LoopCompletion<int> completion = new(_loop);
        List<string> log = [];
        _loop.Run(async () =>
        {
            completion.Complete(1);
            log.Add($"got {await completion.Task}");
            completion.Reset();
            _loop.Post(
                _ =>
                {
                    completion.Complete(2);
                    log.Add("completed");
                },
                null);
            log.Add($"got {await completion.Task}");
        });

        Assert.Equal(["got 1", "completed", "got 2"], log);
    }

    [Fact]
    public void Fail_Exception_ReachesTheAwaiter()
    {
        LoopCompletion<int> completion = new(_loop);
        completion.Fail(new InvalidOperationException("mine"));

        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => _loop.Run(async () => await completion.UntypedTask)).Message);
    }

    [Fact]
    public void Task_OfAnEarlierUse_IsRefused()
    {
        LoopCompletion<int> completion = new(_loop);
        ValueTask<int> first = completion.Task;
        completion.Reset();

        Assert.Throws<InvalidOperationException>(() => first.IsCompleted);
    }

    [Fact]
    public void Result_BeforeCompletion_IsRefusedInsteadOfBlocking()
    {
        Assert.Throws<InvalidOperationException>(() => new LoopCompletion<int>(_loop).Task.Result);
    }
}
