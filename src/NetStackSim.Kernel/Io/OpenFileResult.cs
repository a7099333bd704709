namespace NetStackSim.Kernel;

/// <summary>Outcome of <see cref="IoManager.OpenFile"/>.</summary>
/// <param name="Status">Success or the reason of the failure.</param>
/// <param name="File">The file object with one handle on it, to be closed with <see cref="IoManager.CloseHandle"/>; null on failure.</param>
/// <param name="Information">What the driver returned in IoStatus.Information.</param>
public readonly record struct OpenFileResult(NtStatus Status, FileObject? File, nuint Information);
