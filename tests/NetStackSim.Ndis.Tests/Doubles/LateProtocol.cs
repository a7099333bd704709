using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A protocol that leaves everything pending: the test completes it.</summary>
internal sealed class LateProtocol(List<string> log) : IProtocolDriver, IProtocol
{
    public ProtocolBinding Binding { get; private set; } = null!;

    public ProtocolRegistration Registration { get; private set; } = null!;

    public NtStatus BindResult { get; set; } = NtStatus.Pending;

    public NtStatus UnbindResult { get; set; } = NtStatus.Pending;

    public Func<NetPnPEvent, NtStatus>? OnEvent { get; set; }

    public Action? OnUnbind { get; set; }

    public bool GivesObject { get; set; } = true;

    public NetPnPEvent? LastEvent { get; private set; }

    public List<NtStatus> OidResults { get; } = [];

    public static LateProtocol Register(NdisRuntime runtime, List<string> log, Action<LateProtocol>? configure = null)
    {
        LateProtocol protocol = new(log);
        configure?.Invoke(protocol);
        protocol.Registration = runtime.RegisterProtocol(protocol, new ProtocolOptions { Name = "late" });
        return protocol;
    }

    NtStatus IProtocolDriver.BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        log.Add("late bind");
        Binding = binding;
        protocol = GivesObject ? this : null;
        return BindResult;
    }

    NtStatus IProtocolDriver.NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        log.Add($"late driver {netPnPEvent}");
        return NtStatus.Success;
    }

    void IProtocolDriver.Uninstall() => log.Add("late uninstall");

    void IProtocol.OpenAdapterComplete(NtStatus status) => log.Add($"late opened {status}");

    void IProtocol.CloseAdapterComplete() => log.Add("late closed");

    NtStatus IProtocol.Unbind()
    {
        log.Add("late unbind");
        OnUnbind?.Invoke();
        return UnbindResult;
    }

    NtStatus IProtocol.NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        log.Add($"late {netPnPEvent}");
        LastEvent = netPnPEvent;
        return OnEvent?.Invoke(netPnPEvent) ?? NtStatus.Success;
    }

    void IProtocol.OidRequestComplete(OidRequest request, NtStatus status) => OidResults.Add(status);

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => Binding.Return(ref chain, ReturnFlags.None);

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => throw new InvalidOperationException("It sends nothing.");
}
