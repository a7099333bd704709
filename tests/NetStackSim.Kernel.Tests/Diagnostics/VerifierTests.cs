namespace NetStackSim.Kernel.Tests;

public sealed class VerifierTests
{
    private static readonly VerifierRule Rule = new("NdisTimedOidComplete", BugCheckCode.DriverVerifierDetectedViolation, 0x92003);

    [Fact]
    public void Violation_ByDefault_StopsWithTheCodeOfTheRule()
    {
        SimKernel kernel = new(new EventLoop(), new SimKernelOptions { Name = "alice" });

        BugCheckException stop = Assert.Throws<BugCheckException>(() => kernel.Verifier!.Violation(Rule, "filter.sys", "an OID took 13 s", 1, 2, 3));

        Assert.Equal(BugCheckCode.DriverVerifierDetectedViolation, stop.Code);
        Assert.Equal([0x92003UL, 1UL, 2UL, 3UL], stop.Parameters);
        Assert.Equal("filter.sys", stop.Culprit);
        Assert.Equal(
            "*** STOP: 0x000000C4 DriverVerifierDetectedViolation (0x92003, 0x1, 0x2, 0x3) filter.sys: NdisTimedOidComplete: an OID took 13 s", stop.Message);
    }

    [Fact]
    public void Violation_WhenNotStopping_IsRecorded()
    {
        EventLoop loop = new();
        SimKernel kernel = new(loop);
        kernel.Verifier!.StopsOnViolation = false;
        loop.RunFor(5);
        kernel.Verifier.Violation(Rule, "a", "b");

        Assert.Equal([new VerifierViolation(5, Rule, "a", "b")], kernel.Verifier.Violations);
    }

    [Fact]
    public void Verifier_SwitchedOff_IsNull()
    {
        Assert.Null(new SimKernel(new EventLoop(), new SimKernelOptions { Verifier = false }).Verifier);
    }
}
