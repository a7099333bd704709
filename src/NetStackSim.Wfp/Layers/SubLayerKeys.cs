namespace NetStackSim.Wfp;

/// <summary>Keys of the built-in sublayers that code names (<c>FWPM_SUBLAYER_*</c>); the whole list is in the table of names.</summary>
public static class SubLayerKeys
{
    /// <summary><c>FWPM_SUBLAYER_INSPECTION</c>, weight 0: filters that only look.</summary>
    public static readonly Guid Inspection = new("877519e1-e6a9-41a5-81b4-8c4f118e4a60");

    /// <summary><c>FWPM_SUBLAYER_UNIVERSAL</c>, weight 32768: the default sublayer of every layer.</summary>
    public static readonly Guid Universal = new("eebecc03-ced4-4380-819a-2734397b2b74");

    /// <summary><c>FWPM_SUBLAYER_MPSSVC_WF</c>, weight 2: Windows Firewall.</summary>
    public static readonly Guid WindowsFirewall = new("b3cdd441-af90-41ba-a745-7c6008ff2301");

    /// <summary><c>FWPM_SUBLAYER_MPSSVC_WSH</c>, weight 3: service hardening.</summary>
    public static readonly Guid ServiceHardening = new("b3cdd441-af90-41ba-a745-7c6008ff2300");

    /// <summary><c>FWPM_SUBLAYER_MPSSVC_QUARANTINE</c>, weight 4: interfaces whose network category is not known yet.</summary>
    public static readonly Guid Quarantine = new("b3cdd441-af90-41ba-a745-7c6008ff2302");

    /// <summary><c>FWPM_SUBLAYER_MPSSVC_APP_ISOLATION</c>, weight 7: AppContainers.</summary>
    public static readonly Guid AppIsolation = new("ffe221c3-92a8-4564-a59f-dafb70756020");
}
