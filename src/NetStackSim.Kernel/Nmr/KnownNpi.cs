namespace NetStackSim.Kernel;

/// <summary>Network programming interfaces with a public id.</summary>
public static class KnownNpi
{
    /// <summary>Winsock Kernel (NPI_WSK_INTERFACE_ID).</summary>
    public static readonly Guid Wsk = new("2227E803-8D8B-11D4-ABAD-009027719E09");
}
