namespace NetStackSim.Kernel;

/// <summary>How IRPs that a driver had marked pending go back up.</summary>
public enum IrpCompletionMode : byte
{
    /// <summary>The completion walk runs inside <see cref="Irp.Complete()"/>, as on Windows.</summary>
    Inline = 0,

    /// <summary>
    /// The walk runs from a DPC in the order of completion. No completion routine then finds itself inside a call of its own driver,
    /// and <see cref="Irp.CompleteRequest"/> turns a synchronous end into a pending one, as Driver Verifier's forced pending does.
    /// </summary>
    Posted,
}
