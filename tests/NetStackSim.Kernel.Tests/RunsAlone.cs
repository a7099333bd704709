namespace NetStackSim.Kernel.Tests;

/// <summary>Tests that measure the thread pool or allocations of the whole process.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
