namespace NetStackSim.Wfp.Tests;

/// <summary>Tests that measure the heap of the process, which the others share.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
