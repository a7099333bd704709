namespace NetStackSim.Kernel.Tests;

public sealed class SimSpinLockTests : IDpcTarget
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private readonly SimSpinLock _a;
    private readonly SimSpinLock _b;
    private readonly SimSpinLock _c;
    private Action _inDpc = () => { };

    public SimSpinLockTests()
    {
        _kernel = new SimKernel(_loop, new SimKernelOptions { ProcessorCount = 2 });
        _a = new SimSpinLock(_kernel, "a");
        _b = new SimSpinLock(_kernel, "b");
        _c = new SimSpinLock(_kernel, "c");
    }

    void IDpcTarget.OnDpc(Dpc dpc) => _inDpc();

    [Fact]
    public void Acquire_AtPassive_RaisesToDispatchUntilReleased()
    {
        using (_a.Acquire())
        {
            Assert.Equal(Irql.Dispatch, _kernel.BootProcessor.Irql);
            Assert.Same(_kernel.BootProcessor, _a.Owner);
            Assert.True(_kernel.BootProcessor.HoldsSpinLock);
        }

        Assert.Equal(Irql.Passive, _kernel.BootProcessor.Irql);
        Assert.Null(_a.Owner);
        Assert.False(_kernel.BootProcessor.HoldsSpinLock);
    }

    [Fact]
    public void Acquire_Twice_IsBugCheckF()
    {
        using SpinLockScope held = _a.Acquire();

        Assert.Equal(BugCheckCode.SpinLockAlreadyOwned, Assert.Throws<BugCheckException>(() => _a.Acquire().Dispose()).Code);
    }

    [Fact]
    public void Acquire_AboveDispatch_IsBugCheckA()
    {
        using IrqlScope scope = _kernel.BootProcessor.RaiseIrql(Irql.Device);

        Assert.Equal(BugCheckCode.IrqlNotLessOrEqual, Assert.Throws<BugCheckException>(() => _a.Acquire().Dispose()).Code);
    }

    [Fact]
    public void AcquireAtDpcLevel_AtPassive_IsReported()
    {
        BugCheckException stop = Assert.Throws<BugCheckException>(() => _a.AcquireAtDpcLevel().Dispose());

        Assert.Equal(BugCheckCode.DriverVerifierDetectedViolation, stop.Code);
        Assert.Equal(0x40UL, stop.Parameters[0]);
    }

    [Fact]
    public void Release_Twice_IsBugCheck10()
    {
        BugCheckException stop = Assert.Throws<BugCheckException>(() =>
        {
            SpinLockScope scope = _a.Acquire();
            scope.Dispose();
            scope.Dispose();
        });

        Assert.Equal(BugCheckCode.SpinLockNotOwned, stop.Code);
    }

    [Fact]
    public void Order_CycleOverThreeLocks_IsReportedBeforeAnythingHangs()
    {
        Nest(_a, _b);
        Nest(_b, _c);
        Nest(_a, _c);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => Nest(_c, _a));

        Assert.Equal(BugCheckCode.DriverVerifierDetectedViolation, stop.Code);
        Assert.Equal(0x1001UL, stop.Parameters[0]);
        Assert.Equal("a", stop.Culprit);
    }

    [Fact]
    public void Acquire_HeldByAStandingProcessor_IsAnImpossibleSchedule()
    {
        _inDpc = () =>
        {
            using SpinLockScope held = _a.AcquireAtDpcLevel();
            _kernel.BootProcessor.While(_kernel.Processors[1], () => _a.Acquire().Dispose());
        };
        new Dpc(_kernel.BootProcessor, this).Queue();

        Assert.Throws<InvalidOperationException>(() => _loop.RunUntilIdle());
        Assert.Null(_a.Owner);
    }

    [Fact]
    public void Dpc_ReturnsWithTheLock_IsReported()
    {
        _inDpc = () => _ = _a.AcquireAtDpcLevel();
        new Dpc(_kernel.BootProcessor, this).Queue();

        Assert.Equal(0x41UL, Assert.Throws<BugCheckException>(() => _loop.RunUntilIdle()).Parameters[0]);
    }

    private static void Nest(SimSpinLock outer, SimSpinLock inner)
    {
        using SpinLockScope first = outer.Acquire();
        using SpinLockScope second = inner.Acquire();
    }
}
