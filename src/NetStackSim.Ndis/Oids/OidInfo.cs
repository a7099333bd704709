namespace NetStackSim.Ndis;

/// <summary>One row of the <see cref="OidCatalog"/>.</summary>
/// <param name="Oid">The identifier.</param>
/// <param name="Name">Its name on Windows.</param>
/// <param name="Operations">What can be done with it.</param>
/// <param name="AnsweredBy">Who answers.</param>
/// <param name="Size">Bytes of the value; 0 when the length varies. Counters of 8 bytes are also given to buffers of 4.</param>
public sealed record OidInfo(Oid Oid, string Name, OidOperations Operations, OidAnswerer AnsweredBy, int Size)
{
    /// <summary>True when the operation of a request of this type is defined.</summary>
    public bool Allows(OidRequestType type) => (Operations & OperationOf(type)) != 0;

    private static OidOperations OperationOf(OidRequestType type) => type switch
    {
        OidRequestType.SetInformation => OidOperations.Set,
        OidRequestType.Method => OidOperations.Method,
        _ => OidOperations.Query,
    };
}
