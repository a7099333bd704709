using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A miniport driver (NDIS_MINIPORT_DRIVER_CHARACTERISTICS): makes one <see cref="IMiniport"/> for each adapter. Registered with <see cref="NdisRuntime.RegisterMiniport"/>.</summary>
public interface IMiniportDriver
{
    /// <summary>
    /// Brings an adapter up. In order: <see cref="MiniportAdapter.SetAttributes(MiniportRegistrationAttributes)"/>,
    /// <see cref="MiniportAdapter.SetAttributes(MiniportGeneralAttributes)"/>, optionally offload attributes, then resources, the interrupt last. The adapter is Paused
    /// when this returns Success; nothing is requested of it before.
    /// </summary>
    /// <param name="adapter">The NDIS side of the adapter; kept by the miniport for its calls.</param>
    /// <param name="parameters">The device and its configuration.</param>
    /// <param name="miniport">The driver's side of the adapter; null when the result is an error (everything claimed is undone then).</param>
    /// <returns>Success, NotAccepted, Resources or Failure; never Pending.</returns>
    /// <remarks>IRQL: Passive.</remarks>
    [WindowsDdi("MiniportInitializeEx")]
    NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport);

    /// <summary>Called while the driver registers: the place to look at what NDIS made of its options. An error ends the registration. IRQL: Passive.</summary>
    [WindowsDdi("MiniportSetOptions")]
    NtStatus SetOptions(MiniportRegistration registration) => NtStatus.Success;

    /// <summary>The driver goes away: undo what registration did. IRQL: Passive.</summary>
    [WindowsDdi("MiniportDriverUnload")]
    void Unload()
    {
    }
}
