using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>One card as NDIS sees it: life cycle, requests, and the two ends of the data path.</summary>
internal sealed class VirtualNicMiniport : IMiniport, IMiniportSynchronousOid, IInspectorSource
{
    private readonly MiniportAdapter _adapter;
    private readonly VirtualNic _nic;
    private readonly NicOids _oids;
    private bool _pausing;

    internal VirtualNicMiniport(MiniportAdapter adapter, VirtualNic nic)
    {
        _adapter = adapter;
        _nic = nic;
        _oids = new NicOids(adapter, nic);
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => _nic.Send(ref chain);

    public void CancelSend(ulong cancelId) => _nic.CancelSend(cancelId);

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        _nic.Return(ref chain);
        if (_pausing && _nic.IndicatedLists == 0)
        {
            _pausing = false;
            _adapter.PauseComplete();
        }
    }

    public NtStatus Pause(PauseReason reason)
    {
        _nic.Stop(NdisStatus.Paused);
        _pausing = _nic.IndicatedLists > 0;
        return _pausing ? NtStatus.Pending : NtStatus.Success;
    }

    public NtStatus Restart(RestartAttributes attributes)
    {
        attributes.Offloads = _nic.Offloads;
        _nic.Start();
        return NtStatus.Success;
    }

    public NtStatus OidRequest(OidRequest request) => _nic.Faults is { } faults && faults.Sticks(request) ? NtStatus.Pending : _oids.Handle(request);

    public NtStatus SynchronousOidRequest(OidRequest request) =>
        request.Oid == Oid.GenRssSetIndirectionTableEntries ? ScalingOids.Move(_nic.Scaling, request) : NtStatus.NotSupported;

    // No request of a good card ever pends.
    public void CancelOidRequest(ulong requestId) => _nic.Faults?.Unstick(requestId);

    public void DevicePnPEvent(DevicePnPEvent devicePnPEvent)
    {
        if (devicePnPEvent == Ndis.DevicePnPEvent.SurpriseRemoved)
        {
            _nic.Stop(NdisStatus.AdapterRemoved);
        }
    }

    public void Shutdown(ShutdownAction action) => _nic.Silence();

    public void Halt(HaltAction action) => _nic.Detach();

    public void Describe(InspectorTopic topic, InspectorSectionBuilder section) => NicInspection.Describe(_nic, topic, section);
}
