using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>One card as NDIS sees it: life cycle, requests, and the two ends of the data path.</summary>
internal class VirtualNicMiniport : IMiniport, IMiniportSynchronousOid, IInspectorSource
{
    private readonly MiniportAdapter _adapter;
    private readonly NicOids _oids;
    private bool _pausing;

    internal VirtualNicMiniport(MiniportAdapter adapter, VirtualNic nic)
    {
        _adapter = adapter;
        Nic = nic;
        _oids = new NicOids(adapter, nic);
    }

    protected VirtualNic Nic { get; }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => Nic.Send(ref chain);

    public void CancelSend(ulong cancelId) => Nic.CancelSend(cancelId);

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        Nic.Return(ref chain);
        if (_pausing && Nic.IndicatedLists == 0)
        {
            _pausing = false;
            _adapter.PauseComplete();
        }
    }

    public NtStatus Pause(PauseReason reason)
    {
        Nic.Stop(NdisStatus.Paused);
        _pausing = Nic.IndicatedLists > 0;
        return _pausing ? NtStatus.Pending : NtStatus.Success;
    }

    public NtStatus Restart(RestartAttributes attributes)
    {
        attributes.Offloads = Nic.Offloads;
        Nic.Start();
        return NtStatus.Success;
    }

    public NtStatus OidRequest(OidRequest request)
    {
        if (!Nic.IsPresent)
        {
            // The one that must not fail asks nothing of the device.
            return request.Oid == Oid.PnpSetPower ? NtStatus.Success : NdisStatus.AdapterRemoved;
        }

        if (Nic.Faults is { } faults && faults.Sticks(request))
        {
            return NtStatus.Pending;
        }

        Nic.Touch(NicRegister.Settings);
        return _oids.Handle(request);
    }

    public NtStatus SynchronousOidRequest(OidRequest request) =>
        request.Oid == Oid.GenRssSetIndirectionTableEntries ? ScalingOids.Move(Nic.Scaling, request) : NtStatus.NotSupported;

    // No request of a good card ever pends.
    public void CancelOidRequest(ulong requestId) => Nic.Faults?.Unstick(requestId);

    public void DevicePnPEvent(DevicePnPEvent devicePnPEvent)
    {
        if (devicePnPEvent == Ndis.DevicePnPEvent.SurpriseRemoved)
        {
            Nic.Remove();
        }
    }

    public void Shutdown(ShutdownAction action) => Nic.Silence();

    public void Halt(HaltAction action) => Nic.Detach();

    public void Describe(InspectorTopic topic, InspectorSectionBuilder section) => NicInspection.Describe(Nic, topic, section);
}
