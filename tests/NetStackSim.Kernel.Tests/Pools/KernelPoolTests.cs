namespace NetStackSim.Kernel.Tests;

public sealed class KernelPoolTests
{
    private readonly PoolRegistry _registry = new();

    [Fact]
    public void Rent_AfterReturns_GivesTheLastReturnedFirst()
    {
        BoxPool pool = new(_registry);
        Box a = pool.Get();
        Box b = pool.Get();
        pool.Return(a);
        pool.Return(b);

        Assert.Same(b, pool.Get());
        Assert.Same(a, pool.Get());
        Assert.Equal(2, pool.Created);
        Assert.Equal(2, pool.Outstanding);
        Assert.Equal(4, pool.Rents);
    }

    [Fact]
    public void TryRent_QuotaUsedUp_SaysFalse()
    {
        BoxPool pool = new(_registry) { Quota = 1 };
        Box only = pool.Get();

        Assert.False(pool.TryRent(out Box? none));
        Assert.Null(none);
        Assert.Throws<InvalidOperationException>(() => pool.Get());
        Assert.Equal(2, pool.Failures);

        pool.Return(only);
        Assert.True(pool.TryRent(out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void FailRentAt_K_FailsExactlyThatRent(int k)
    {
        BoxPool pool = new(_registry);
        _ = pool.Get();
        pool.FailRentAt(k);

        for (int i = 1; i <= 6; i++)
        {
            Assert.Equal(i != k, pool.TryRent(out _));
        }

        Assert.Equal(1, pool.Failures);
    }

    [Fact]
    public void FailRentAt_Zero_CallsTheFailureOff()
    {
        BoxPool pool = new(_registry);
        pool.FailRentAt(1);
        pool.FailRentAt(0);

        Assert.True(pool.TryRent(out _));
    }

    [Fact]
    public void Registry_Pools_AreListedInOrderAndReportOutstanding()
    {
        BoxPool first = new(_registry, "first");
        BoxPool second = new(_registry, "second");
        _ = second.Get();
        _ = second.Get();
        LeakReport report = new();
        _registry.ReportLeaks(report);

        Assert.Equal(["first", "second"], _registry.Pools.ToArray().Select(pool => pool.Name));
        Assert.Equal(2, _registry.TotalOutstanding);
        Assert.Equal([new Leak("pool", "second", 2)], report.Leaks);
        Assert.Same(first, _registry.Find("first"));
        Assert.Null(_registry.Find("third"));
    }

    private sealed class Box;

    private sealed class BoxPool(PoolRegistry registry, string name = "box") : KernelPool<Box>(registry, name)
    {
        protected override Box Create() => new();
    }
}
