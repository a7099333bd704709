using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A protocol driver (NDIS_PROTOCOL_DRIVER_CHARACTERISTICS): makes one <see cref="IProtocol"/> for each adapter it binds to.</summary>
public interface IProtocolDriver
{
    /// <summary>
    /// Binds to an adapter. The handler may call <see cref="ProtocolBinding.Open"/> to give EtherTypes; a handler that returns Success without having done so gets
    /// the default open (all EtherTypes). The binding is Paused when this returns; data flows after the restart event.
    /// </summary>
    /// <param name="binding">The NDIS side of the binding; kept by the protocol for its calls.</param>
    /// <param name="parameters">The adapter.</param>
    /// <param name="protocol">The protocol's side of the binding, with Pending too; null when the result is an error.</param>
    /// <returns>Success, an error: not bound, or Pending and later <see cref="ProtocolBinding.BindComplete"/>; until then the adapter may be opened.</returns>
    /// <remarks>IRQL: Passive. A new binding receives nothing until it has set a packet filter (<see cref="Oid.GenCurrentPacketFilter"/>).</remarks>
    [WindowsDdi("ProtocolBindAdapterEx")]
    NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol);

    /// <summary>Called while the driver registers: the place to look at what NDIS made of its options. An error ends the registration. IRQL: Passive.</summary>
    [WindowsDdi("ProtocolSetOptions")]
    NtStatus SetOptions(ProtocolRegistration registration) => NtStatus.Success;

    /// <summary>
    /// Takes an event that is not about one binding: <see cref="NetPnPEventCode.BindsComplete"/>, <see cref="NetPnPEventCode.BindList"/>,
    /// <see cref="NetPnPEventCode.Reconfigure"/> of the driver itself. IRQL: Passive.
    /// </summary>
    [WindowsDdi("ProtocolNetPnPEvent")]
    NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

    /// <summary>The driver goes away. IRQL: Passive.</summary>
    [WindowsDdi("ProtocolUninstall")]
    void Uninstall()
    {
    }
}
