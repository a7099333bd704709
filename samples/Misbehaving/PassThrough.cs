using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace Misbehaving;

/// <summary>A module that does everything right: what comes goes on. Each lesson changes one thing.</summary>
internal class PassThrough(FilterModule module) : IFilter, IFilterSend, IFilterReceive, IFilterStatus, IFilterOid
{
    protected FilterModule Module => module;

    public virtual NtStatus Pause(PauseReason reason) => NtStatus.Success;

    public virtual NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    public virtual void Detach()
    {
    }

    public virtual void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => module.Send(ref chain, port, flags);

    public virtual void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => module.CompleteSend(ref chain, flags);

    public void CancelSend(ulong cancelId) => module.CancelSend(cancelId);

    public virtual void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => module.IndicateReceive(ref chain, port, flags);

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => module.ReturnReceived(ref chain, flags);

    public void Status(in StatusIndication status) => module.IndicateStatus(status);

    // A request goes on as a clone; the original waits in the clone until the answer is there.
    public virtual NtStatus OidRequest(OidRequest request)
    {
        OidRequest clone = request.Clone();
        clone.SourceReserved0 = request;
        NtStatus status = module.OidRequest(clone);
        if (status != NtStatus.Pending)
        {
            clone.CopyResultTo(request);
        }

        return status;
    }

    public void OidRequestComplete(OidRequest request, NtStatus status)
    {
        var original = (OidRequest)request.SourceReserved0!;
        request.CopyResultTo(original);
        module.OidRequestComplete(original, status);
    }

    public void CancelOidRequest(ulong requestId)
    {
    }
}
