namespace NetStackSim.Kernel;

/// <summary>The driver behind an <see cref="IrpQueue"/>, as far as cancellation concerns it.</summary>
public interface IIrpQueueOwner
{
    /// <summary>An IRP of the queue was cancelled. Called without any lock; must complete the IRP (CsqCompleteCanceledIrp).</summary>
    /// <param name="queue">The queue it waited in.</param>
    /// <param name="irp">The IRP, out of the queue, with status CANCELLED and information 0 already set. The callee owns it.</param>
    void CompleteCanceledIrp(IrpQueue queue, Irp irp);
}
