namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>A host with NDIS and the log of its drivers.</summary>
public abstract class StackTest
{
    protected StackTest()
    {
        Runtime = new NdisRuntime(Host.Kernel);
    }

    protected List<string> Log { get; } = [];

    private protected TestHost Host { get; } = new();

    protected NdisRuntime Runtime { get; }
}
