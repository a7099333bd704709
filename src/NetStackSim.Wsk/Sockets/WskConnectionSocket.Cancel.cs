using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <content>
/// Cancelled receive requests. One that waits for all and has taken some bytes must not lose them: it won the race, in part, and completes with
/// Success, outside of the cancel routine.
/// </content>
public sealed partial class WskConnectionSocket
{
    private Queue<Irp>? _partial;
    private Dpc? _partialDpc;

    /// <summary>True while bytes are on their way to the client in a cancelled request: no others may overtake them.</summary>
    private bool IsRescuing => _partial is { Count: > 0 };

    /// <inheritdoc/>
    void IDpcTarget.OnDpc(Dpc dpc)
    {
        Hold();
        RescuePartialReceives();
        Pump();
        Unhold();
    }

    private void CompleteCanceledReceive(Irp irp)
    {
        if (irp.CurrentStackLocation.Value3 == 0)
        {
            irp.Complete(NtStatus.Cancelled);
            return;
        }

        // The holds keep the close from ending before these requests.
        Hold();
        (_partial ??= new Queue<Irp>()).Enqueue(irp);
        (_partialDpc ??= new Dpc(Wsk.Kernel.CurrentProcessor, this)).Queue();
    }

    private void RescuePartialReceives()
    {
        while (_partial is not null && _partial.TryDequeue(out Irp? irp))
        {
            irp.Complete(NtStatus.Success, (nuint)irp.CurrentStackLocation.Value3);
            Unhold();
        }
    }
}
