namespace NetStackSim.Kernel;

/// <summary>A posted callback.</summary>
internal readonly record struct UserWork(SendOrPostCallback Callback, object? State);
