namespace NetStackSim.Wfp;

/// <summary>Kinds of transactions.</summary>
public enum TransactionKind : byte
{
    /// <summary>Reads and changes.</summary>
    ReadWrite,

    /// <summary>Reads only (<c>FWPM_TXN_READ_ONLY</c>).</summary>
    ReadOnly,
}
