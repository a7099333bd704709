using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Kernel.Tests;

/// <summary>The queue against a naive twin: a list. Every IRP completes exactly once, in the order of the twin.</summary>
public sealed class IrpQueueModelTests
{
    private enum Step
    {
        Send,
        TakeNext,
        TakeCertain,
        Cancel,
        PutBack,
        Sweep,
    }

    [Fact]
    public void RandomSteps_MatchTheList()
        => Prop.ForAll<int>(seed => Run(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void Run(int seed)
    {
        using IoHarness host = new();
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = (ulong)(uint)seed }).Random["steps"];
        EchoDriver echo = new(host.Io) { Pends = true };
        List<string> log = [];
        List<string> expectedLog = [];
        List<Irp> twin = [];
        for (int i = 0; i < 60; i++)
        {
            Apply((Step)random.Next(6), random, host, echo, twin, log, expectedLog);
            Assert.Equal(twin.Count, echo.Queue.Count);
            Assert.Same(twin.FirstOrDefault(), echo.Queue.Peek);
            Assert.Equal(expectedLog, log);
        }

        echo.Queue.CompleteAll(NtStatus.Cancelled);
        Assert.True(echo.Queue.IsEmpty);
    }

    private static void Apply(Step step, RandomStream random, IoHarness host, EchoDriver echo, List<Irp> twin, List<string> log, List<string> expected)
    {
        Irp? certain = twin.Count == 0 ? null : twin[random.Next(twin.Count)];
        switch (step)
        {
            case Step.Send:
                Irp irp = host.NewControl(echo.Device, routine: (i, _) =>
                {
                    log.Add($"{i.Serial} {i.Status.Name}");
                    i.Free();
                    return NtStatus.MoreProcessingRequired;
                });
                host.Io.CallDriver(echo.Device, irp);
                twin.Add(irp);
                break;
            case Step.TakeNext:
                Finish(echo.Queue.RemoveNext(), twin.FirstOrDefault(), twin, expected);
                break;
            case Step.TakeCertain when certain is not null:
                Assert.True(echo.Queue.Remove(certain));
                Finish(certain, certain, twin, expected);
                break;
            case Step.Cancel when certain is not null:
                expected.Add($"{certain.Serial} STATUS_CANCELLED");
                twin.Remove(certain);
                Assert.True(certain.CancelIrp());
                break;
            case Step.PutBack when certain is not null:
                Assert.True(echo.Queue.Remove(certain));
                echo.Queue.InsertFirst(certain);
                twin.Remove(certain);
                twin.Insert(0, certain);
                break;
            case Step.Sweep when random.Next(5) == 0:
                expected.AddRange(twin.Select(i => $"{i.Serial} STATUS_IO_TIMEOUT"));
                twin.Clear();
                echo.Queue.CompleteAll(NtStatus.IoTimeout);
                break;
        }
    }

    private static void Finish(Irp? taken, Irp? wanted, List<Irp> twin, List<string> expected)
    {
        Assert.Same(wanted, taken);
        if (taken is not null)
        {
            twin.Remove(taken);
            expected.Add($"{taken.Serial} STATUS_SUCCESS");
            taken.Complete(NtStatus.Success);
        }
    }
}
