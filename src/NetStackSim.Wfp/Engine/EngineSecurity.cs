using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// Who may do what with the engine: a descriptor for the engine, one for each container, and one for each object that got its own.
/// Objects without one have their container's.
/// </summary>
internal sealed class EngineSecurity
{
    private const EngineAccess GenericRead = EngineAccess.ReadControl | EngineAccess.BeginReadTransaction | EngineAccess.Classify
        | EngineAccess.Open | EngineAccess.Read | EngineAccess.ReadStatistics;

    private const EngineAccess GenericWrite = EngineAccess.ReadControl | EngineAccess.Delete | EngineAccess.Add | EngineAccess.AddLink
        | EngineAccess.BeginWriteTransaction | EngineAccess.Write;

    private const EngineAccess GenericExecute = EngineAccess.ReadControl | EngineAccess.Enum | EngineAccess.Subscribe;

    private const EngineAccess All = GenericRead | GenericWrite | GenericExecute | EngineAccess.WriteDac;

    // Administrators everything; network configuration operators and the firewall, IPsec and RPC services read, write and execute;
    // everybody may open the engine and classify.
    private static readonly SecurityDescriptor Default = MakeDefault();

    private static readonly GenericMapping Mapping = new((uint)GenericRead, (uint)GenericWrite, (uint)GenericExecute, (uint)All);

    private readonly SecurityDescriptor[] _containers = new SecurityDescriptor[(int)PolicyObjectKind.Session + 1];

    internal EngineSecurity() => Array.Fill(_containers, Default);

    /// <summary>The descriptor of a container, or of the engine.</summary>
    internal SecurityDescriptor this[PolicyObjectKind kind]
    {
        get => _containers[(int)kind];
        set => _containers[(int)kind] = value;
    }

    /// <summary>Checks a right.</summary>
    /// <param name="token">The client; null for one that is never checked.</param>
    /// <param name="kind">The container of the object.</param>
    /// <param name="own">The object's own descriptor; null for the container's.</param>
    /// <param name="access">The right.</param>
    internal NtStatus Check(SimToken? token, PolicyObjectKind kind, SecurityDescriptor? own, EngineAccess access)
    {
        if (token is null || (access == EngineAccess.Open && token.Holds(WellKnownSids.Administrators)))
        {
            return NtStatus.Success;
        }

        return (own ?? this[kind]).AccessCheck(token, (uint)access, Mapping).Status;
    }

    private static SecurityDescriptor MakeDefault()
    {
        string services = string.Concat(new[] { "mpssvc", "PolicyAgent", "RpcSs", "BFE" }.Select(static name => $"(A;;GRGWGX;;;{WellKnownSids.ForService(name)})"));
        return SecurityDescriptor.Parse($"D:(A;;GA;;;BA)(A;;GA;;;SY)(A;;GRGWGX;;;NO){services}(A;;0x{(uint)(EngineAccess.Open | EngineAccess.Classify):x};;;WD)");
    }
}
