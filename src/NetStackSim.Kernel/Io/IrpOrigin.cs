namespace NetStackSim.Kernel;

/// <summary>Who made an IRP: decides what the end of the completion walk means.</summary>
internal enum IrpOrigin : byte
{
    /// <summary>IoAllocateIrp: the creator's completion routine must stop the walk and keep the IRP.</summary>
    Client = 0,

    /// <summary>The I/O manager itself (create, cleanup, close, device control): it takes the IRP back at the top.</summary>
    Manager,
}
