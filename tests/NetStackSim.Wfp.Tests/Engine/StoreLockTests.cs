using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class StoreLockTests
{
    private const long Second = 1_000_000_000;

    private readonly EngineHost _host = new();

    [Theory]
    [EngineCases(0u, 15 * Second)]
    [EngineCases(200u, Second / 5)]
    public void Scenario04_LockWait_EndsAtExactlyTheTimeOfTheSession(LayerId layer, ClassifierKind classifier, uint timeoutMs, long expectedNs)
    {
        EngineHost host = new(semantics: new WfpSemantics { Classifier = classifier });
        using EngineSession writer = host.Engine.Open();
        using EngineSession waiter = host.Engine.Open(new SessionOptions { TransactionWaitTimeoutMs = timeoutMs });
        Assert.True(writer.TransactionBegin().IsSuccess);
        NtStatus status = default;
        long end = 0;
        host.Loop.Run(async () =>
        {
            status = await waiter.InTurnAsync(s => s.FilterAdd(EngineHost.BlockAll("f", layer), out _));
            end = host.Kernel.Now;
        });
        Assert.Equal(FwpStatus.Timeout, status);
        Assert.Equal(expectedNs, end);
    }

    [Theory]
    [EngineCases]
    public void Scenario04_LockWait_ReadersGoTogether(LayerId layer, ClassifierKind classifier)
    {
        EngineHost host = new(semantics: new WfpSemantics { Classifier = classifier });
        using EngineSession first = host.Engine.Open();
        using EngineSession second = host.Engine.Open();
        using EngineSession writer = host.Engine.Open(new SessionOptions { TransactionWaitTimeoutMs = 1000 });
        Assert.Equal(NtStatus.Success, first.TransactionBegin(TransactionKind.ReadOnly));
        Assert.Equal(NtStatus.Success, second.TransactionBegin(TransactionKind.ReadOnly));
        Assert.Empty(first.Filters());
        Assert.Empty(second.Filters());
        NtStatus status = default;
        host.Loop.Run(async () => status = await writer.InTurnAsync(s => s.FilterAdd(EngineHost.BlockAll("f", layer), out _)));
        Assert.Equal((FwpStatus.Timeout, Second), (status, host.Kernel.Now));
        Assert.False(host.Classify(layer).IsBlock);
        Assert.Equal(NtStatus.Success, first.TransactionCommit());
        Assert.Equal(NtStatus.Success, second.TransactionCommit());
        Assert.Equal(NtStatus.Success, writer.FilterAdd(EngineHost.BlockAll("f", layer), out _));
        Assert.True(host.Classify(layer).IsBlock);
    }

    [Fact]
    public void Wait_WriterCommits_WaitersGoInTheOrderInWhichTheyCame()
    {
        using EngineSession writer = _host.Engine.Open();
        writer.TransactionBegin();
        List<string> order = [];
        _host.Loop.Run(async () =>
        {
            Task a = AddInTurn("a", order);
            Task b = AddInTurn("b", order);
            await _host.At(3 * Second);
            writer.TransactionCommit();
            await Task.WhenAll(a, b);
        });
        Assert.Equal(["a 3000000000", "b 3000000000"], order);
        Assert.Equal(2, _host.Engine.FilterCount);
    }

    [Fact]
    public void Wait_WriterWaitsBehindReader_LaterReaderDoesNotOvertake()
    {
        using EngineSession reader = _host.Engine.Open();
        using EngineSession writer = _host.Engine.Open();
        using EngineSession late = _host.Engine.Open(new SessionOptions { TransactionWaitTimeoutMs = 1000 });
        reader.TransactionBegin(TransactionKind.ReadOnly);
        _host.Loop.Run(async () =>
        {
            Task<NtStatus> write = writer.TransactionBeginAsync().AsTask();
            Assert.Equal(FwpStatus.Timeout, late.TransactionBegin(TransactionKind.ReadOnly));
            Assert.Equal(FwpStatus.Timeout, await late.TransactionBeginAsync(TransactionKind.ReadOnly));
            reader.TransactionCommit();
            Assert.Equal(NtStatus.Success, await write);
        });
        Assert.True(writer.IsInTransaction);
    }

    [Fact]
    public void Wait_WaiterTimesOut_ThoseBehindItThatFitGoOn()
    {
        using EngineSession reader = _host.Engine.Open();
        using EngineSession writer = _host.Engine.Open(new SessionOptions { TransactionWaitTimeoutMs = 1000 });
        using EngineSession late = _host.Engine.Open();
        reader.TransactionBegin(TransactionKind.ReadOnly);
        long end = 0;
        _host.Loop.Run(async () =>
        {
            Task<NtStatus> write = writer.TransactionBeginAsync().AsTask();
            Assert.Equal(NtStatus.Success, await late.TransactionBeginAsync(TransactionKind.ReadOnly));
            end = _host.Kernel.Now;
            Assert.Equal(FwpStatus.Timeout, await write);
        });
        Assert.Equal(Second, end);
    }

    [Fact]
    public void Wait_SessionCloses_EndsWithSessionAborted()
    {
        using EngineSession writer = _host.Engine.Open();
        EngineSession waiter = _host.Engine.Open();
        writer.TransactionBegin();
        NtStatus status = default;
        _host.Loop.Run(async () =>
        {
            Task<NtStatus> wait = waiter.TransactionBeginAsync().AsTask();
            await _host.At(Second);
            waiter.Close();
            status = await wait;
        });
        Assert.Equal(FwpStatus.SessionAborted, status);
    }

    [Fact]
    public void Wait_GrantedAndClosedAtOneInstant_LeavesTheStoreFree()
    {
        EngineSession writer = _host.Engine.Open();
        EngineSession waiter = _host.Engine.Open();
        writer.TransactionBegin();
        _host.Loop.Run(async () =>
        {
            Task<NtStatus> wait = waiter.TransactionBeginAsync().AsTask();
            await _host.At(Second);
            writer.TransactionCommit();
            waiter.Close();
            Assert.Equal(FwpStatus.SessionAborted, await wait);
        });
        Assert.True(_host.Engine.Open().TransactionBegin().IsSuccess);
    }

    [Theory]
    [EngineCases]
    public void Scenario05_ForcedAbort_UserModeWriterLosesItsTransactionAfterAnHour(LayerId layer, ClassifierKind classifier)
    {
        EngineHost host = new(semantics: new WfpSemantics { Classifier = classifier });
        using EngineSession writer = host.Engine.Open(new SessionOptions { IsKernelMode = false });
        writer.TransactionBegin();
        writer.FilterAdd(EngineHost.BlockAll("f", layer), out _);
        host.Loop.Run(async () => await host.At(3600 * Second - 1));
        Assert.True(writer.IsInTransaction);
        host.Loop.Run(async () => await host.At(3600 * Second + 1));
        Assert.False(writer.IsInTransaction);
        Assert.True(host.Engine.Open().TransactionBegin(TransactionKind.ReadOnly).IsSuccess);
        Assert.Equal(FwpStatus.TransactionAborted, writer.TransactionCommit());
        Assert.Equal(FwpStatus.NoTransactionInProgress, writer.TransactionCommit());
        Assert.Equal((0, false), (host.Engine.FilterCount, host.Classify(layer).IsBlock));
    }

    [Theory]
    [EngineCases]
    public void Scenario05_ForcedAbort_KernelModeWriterIsNeverAborted(LayerId layer, ClassifierKind classifier)
    {
        EngineHost host = new(semantics: new WfpSemantics { Classifier = classifier });
        using EngineSession writer = host.Engine.Open();
        writer.TransactionBegin();
        writer.FilterAdd(EngineHost.BlockAll("f", layer), out _);
        host.Loop.Run(async () => await host.At(7200 * Second));
        Assert.False(host.Classify(layer).IsBlock);
        Assert.Equal(NtStatus.Success, writer.TransactionCommit());
        Assert.Equal((1, true), (host.Engine.FilterCount, host.Classify(layer).IsBlock));
    }

    [Fact]
    public void Process_Exits_ClosesItsSessionsAndDeletesTheirDynamicObjects()
    {
        SimProcess process = _host.Kernel.Processes.Start(@"\device\harddiskvolume1\fw.exe", SimToken.System);
        EngineSession session = _host.Engine.Open(new SessionOptions { IsDynamic = true, IsKernelMode = false, Process = process });
        session.FilterAdd(EngineHost.BlockAll(), out _);
        session.TransactionBegin();
        session.FilterAdd(EngineHost.BlockAll("second"), out _);
        _host.Loop.Run(async () => await _host.Kernel.Processes.Exit(process));
        Assert.Equal(0, _host.Engine.FilterCount);
        Assert.Empty(_host.Engine.Sessions);
        Assert.Equal(FwpStatus.SessionAborted, session.TransactionBegin());
    }

    private async Task AddInTurn(string name, List<string> order)
    {
        using EngineSession session = _host.Engine.Open();
        NtStatus status = await session.InTurnAsync(s =>
        {
            order.Add($"{name} {_host.Kernel.Now}");
            return s.FilterAdd(EngineHost.BlockAll(name), out _);
        });
        Assert.Equal(NtStatus.Success, status);
    }
}
