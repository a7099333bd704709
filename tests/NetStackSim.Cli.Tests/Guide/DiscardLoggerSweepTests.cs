using DiscardLogger;
using NetStackSim.Kernel;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>The driver of lab 2 with every call that it makes of the engine failing in turn.</summary>
public sealed class DiscardLoggerSweepTests
{
    private const int Calls = 12;

    [Fact]
    public void Sample_EngineFailsAtTheNthCall_NothingIsLeftBehind()
    {
        for (int nth = 1; nth <= Calls; nth++)
        {
            using SimNetwork network = new(seed: 1);
            SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
            bob.Filters!.Faults.FailCall(nth);
            Assert.True(Load(bob, out _).IsError, $"call {nth} did not fail");
            Assert.Equal((0, 0), (bob.Filters.FilterCount, bob.Filters.Sessions.Count));

            // A second try finds nothing of the first.
            bob.Filters.Faults.Clear();
            Assert.Equal(NtStatus.Success, Load(bob, out DriverObject? driver));
            bob.Kernel.Io.UnloadDriver(driver!);
        }
    }

    [Fact]
    public void Sample_NothingFails_MakesAsManyCallsAsTheLabSays()
    {
        using SimNetwork network = new(seed: 1);
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        bob.Filters!.Faults.FailCall(Calls + 1);
        Assert.Equal(NtStatus.Success, Load(bob, out _));
        Assert.Equal(Calls, bob.Filters.Faults.TotalCalls);
    }

    private static NtStatus Load(SimHost host, out DriverObject? driver) =>
        host.Kernel.Io.LoadDriver("DiscardLogger", new DiscardLoggerDriver(host.Filters!).Entry, out driver);
}
