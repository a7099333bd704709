// The thread pool of this process must be at rest whenever the loop waits for it: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
