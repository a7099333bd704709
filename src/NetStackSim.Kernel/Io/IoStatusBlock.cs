namespace NetStackSim.Kernel;

/// <summary>The result of a request (IO_STATUS_BLOCK): a status and what came with it.</summary>
/// <param name="Status">The final status.</param>
/// <param name="Information">A byte count, or whatever the request defines.</param>
/// <param name="InformationObject">The object a request returns in place of a number, for example a new socket.</param>
public readonly record struct IoStatusBlock(NtStatus Status, nuint Information, object? InformationObject)
{
    /// <summary>True for success and informational statuses (NT_SUCCESS).</summary>
    public bool IsSuccess => Status.IsSuccess;
}
