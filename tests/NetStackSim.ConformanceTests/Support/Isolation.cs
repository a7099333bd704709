// Memory and allocations are measured for the whole process here: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
