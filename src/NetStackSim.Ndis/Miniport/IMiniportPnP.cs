using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A miniport driver that sees its devices come and go (NDIS_MINIPORT_PNP_CHARACTERISTICS). Optional; a role of the driver, not of the adapter.</summary>
public interface IMiniportPnP
{
    /// <summary>A device is added, before anything is initialised. An error keeps it out. IRQL: Passive.</summary>
    [WindowsDdi("MiniportAddDevice")]
    NtStatus AddDevice(MiniportAdapter adapter);

    /// <summary>The device gets its resources, right before Initialize; again after a stop. An error keeps it halted. IRQL: Passive.</summary>
    [WindowsDdi("MiniportStartDevice")]
    NtStatus StartDevice(MiniportAdapter adapter) => NtStatus.Success;

    /// <summary>A device that was added is gone, after Halt. IRQL: Passive.</summary>
    [WindowsDdi("MiniportRemoveDevice")]
    void RemoveDevice(MiniportAdapter adapter);
}
