using NetStackSim.Kernel;

namespace NetStackSim;

/// <summary>IRPs of the socket layer: without one an operation fails with a status, as a driver's would.</summary>
internal static class IrpRental
{
    /// <summary>Allocates the IRP of one operation.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="operation">What it is for, in reports.</param>
    /// <returns>The IRP; the caller frees it.</returns>
    /// <exception cref="SocketStatusException">There is none: InsufficientResources.</exception>
    public static Irp RentIrp(this SimKernel kernel, string operation) =>
        kernel.Io.TryAllocateIrp(1, out Irp? irp, operation) ? irp : throw new SocketStatusException(operation, NtStatus.InsufficientResources);

    /// <summary>As <see cref="RentIrp"/>, with the exception of streams and pipes.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="operation">What it is for, in reports.</param>
    /// <returns>The IRP; the caller frees it.</returns>
    /// <exception cref="IOException">There is none.</exception>
    public static Irp RentStreamIrp(this SimKernel kernel, string operation) =>
        kernel.Io.TryAllocateIrp(1, out Irp? irp, operation) ? irp : throw SocketStatusException.ToIOException(NtStatus.InsufficientResources);
}
