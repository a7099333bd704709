namespace NetStackSim.Kernel;

/// <summary>The wait for one IRP; belongs to it for life, so that awaiting an IRP allocates nothing.</summary>
internal sealed class IrpWait(Irp irp) : LoopCompletion<IoStatusBlock>(irp.Manager.Kernel.Loop)
{
    protected override void OnResultTaken() => irp.EndWait();
}
