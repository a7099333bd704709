using NetStackSim.Kernel;

namespace NetStackSim;

/// <summary>A socket operation failed with an NTSTATUS.</summary>
public sealed class SocketStatusException : Exception
{
    /// <summary>Makes the exception of a status.</summary>
    /// <param name="operation">What failed.</param>
    /// <param name="status">Why.</param>
    public SocketStatusException(string operation, NtStatus status)
        : base($"{operation} failed: {status}.") => Status = status;

    /// <summary>The status.</summary>
    public NtStatus Status { get; }

    /// <summary>Wraps a status as streams report it.</summary>
    internal static IOException ToIOException(NtStatus status)
    {
        var inner = new SocketStatusException("The connection", status);
        return new IOException(inner.Message, inner);
    }
}
