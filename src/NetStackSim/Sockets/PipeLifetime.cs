using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>Closes the socket of a pipe once both its sides are complete.</summary>
internal sealed class PipeLifetime(SimKernel kernel, WskConnectionSocket socket)
{
    private static readonly IrpCompletionRoutine FreeIrp = static (irp, _) =>
    {
        irp.Free();
        return NtStatus.MoreProcessingRequired;
    };

    private int _open = 2;

    /// <summary>One side is complete.</summary>
    public void SideCompleted()
    {
        if (--_open > 0)
        {
            return;
        }

        Irp irp = kernel.Io.AllocateIrp(1, "pipe close");
        irp.SetCompletionRoutine(FreeIrp, null);
        socket.Close(irp);
    }
}
