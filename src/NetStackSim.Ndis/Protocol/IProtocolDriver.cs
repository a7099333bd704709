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
    /// <param name="protocol">The protocol's side of the binding; null when the result is an error.</param>
    /// <returns>Success, or an error: not bound.</returns>
    /// <remarks>IRQL: Passive. A new binding receives nothing until it has set a packet filter (<see cref="Oid.GenCurrentPacketFilter"/>).</remarks>
    [WindowsDdi("ProtocolBindAdapterEx")]
    NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol);

    /// <summary>The driver goes away. IRQL: Passive.</summary>
    [WindowsDdi("ProtocolUninstall")]
    void Uninstall()
    {
    }
}
