namespace NetStackSim.Kernel.Tests;

public sealed class ProcessTableTests : IProcessObserver, IDisposable
{
    private readonly IoHarness _host = new();
    private readonly List<string> _log = [];

    public void Dispose() => _host.Dispose();

    void IProcessObserver.OnProcessStarted(SimProcess process) => _log.Add($"started {process.Name}");

    void IProcessObserver.OnProcessExiting(SimProcess process) => _log.Add($"exiting {process.Name} {process.ExitCode}");

    [Fact]
    public void Start_GivesMultiplesOfFourInOrder_AndTellsObservers()
    {
        ProcessTable table = _host.Kernel.Processes;
        table.AddObserver(this);
        SimProcess first = table.Start(@"\device\harddiskvolume1\a.exe", SimToken.System);
        SimProcess second = table.Start(@"\device\harddiskvolume1\b.exe", SimToken.System, first);
        Assert.Equal(0, first.Id % 4);
        Assert.Equal(first.Id + 4, second.Id);
        Assert.Same(first, second.Parent);
        Assert.Same(table.System, first.Parent);
        Assert.Same(second, table.Find(second.Id));
        _host.Loop.Run(async () => await table.ExitAll());
        Assert.Equal(["started a.exe", "started b.exe", "exiting b.exe 0", "exiting a.exe 0"], _log);
        Assert.Equal(["Idle", "System"], table.All.Select(p => p.Name));
        Assert.Throws<InvalidOperationException>(() => _host.Loop.Run(async () => await table.Exit(first)));
    }

    [Fact]
    public void Thread_BelongsToItsProcess_AndIsTheCurrentOneWhileItRuns()
    {
        SimProcess app = _host.Kernel.Processes.Start(@"\device\app.exe", SimToken.System);
        SimProcess? seen = null;
        SimThread thread = _host.Kernel.StartThread(app, "main", _ =>
        {
            seen = _host.Kernel.CurrentProcess;
            return Task.CompletedTask;
        });
        SimThread worker = _host.Kernel.StartThread("worker", _ => Task.CompletedTask);
        Assert.Same(app, thread.Process);
        Assert.Same(_host.Kernel.Processes.System, worker.Process);
        _host.Loop.RunUntilIdle();
        Assert.Same(app, seen);
        Assert.Same(_host.Kernel.Processes.System, _host.Kernel.CurrentProcess);
        _host.Loop.Run(async () => await _host.Kernel.Processes.ExitAll());
        Assert.Throws<InvalidOperationException>(() => _host.Kernel.StartThread(app, "late", _ => Task.CompletedTask));
    }
}
