using NetStackSim.InteropTests.Support;

namespace NetStackSim.InteropTests;

/// <summary>The machine itself, so that a failure below is not blamed on the stack.</summary>
public sealed class MachineTests
{
    [InteropFact]
    public void Namespace_OfATest_IsMadeAndRemoved()
    {
        // Not the prefix of the other tests: what looks like an orphan of theirs is removed.
        string name = $"nssmachine-{Environment.ProcessId}";
        Shell.Check("ip", "netns", "add", name);
        Shell.Check("ip", "netns", "del", name);
        Assert.DoesNotContain(name, Shell.Check("ip", "netns", "list"), StringComparison.Ordinal);
    }
}
