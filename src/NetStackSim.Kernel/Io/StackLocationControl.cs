namespace NetStackSim.Kernel;

/// <summary>The control bits of one IRP stack location (SL_xxx), with their Windows values.</summary>
[Flags]
public enum StackLocationControl : byte
{
    /// <summary>Nothing set.</summary>
    None = 0,

    /// <summary>The driver of this location marked the IRP pending (SL_PENDING_RETURNED).</summary>
    PendingReturned = 0x01,

    /// <summary>The driver of this location completed the IRP with an error (SL_ERROR_RETURNED).</summary>
    ErrorReturned = 0x02,

    /// <summary>Call the completion routine if the IRP was cancelled (SL_INVOKE_ON_CANCEL).</summary>
    InvokeOnCancel = 0x20,

    /// <summary>Call the completion routine if the final status is a success (SL_INVOKE_ON_SUCCESS).</summary>
    InvokeOnSuccess = 0x40,

    /// <summary>Call the completion routine if the final status is not a success (SL_INVOKE_ON_ERROR).</summary>
    InvokeOnError = 0x80,

    /// <summary>The three invoke flags: what the creator of an IRP must ask for.</summary>
    InvokeAlways = InvokeOnCancel | InvokeOnSuccess | InvokeOnError,
}
