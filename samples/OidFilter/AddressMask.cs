using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace OidFilter;

/// <summary>
/// A filter driver that looks at requests: it answers one OID itself, changes the answer of another on its way up, and passes the rest on as clones.
/// </summary>
internal sealed class AddressMask : IFilterDriver
{
    public List<string> Log { get; } = [];

    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = new Module(this, module);
        return NtStatus.Success;
    }

    private sealed class Module(AddressMask driver, FilterModule module) : IFilter, IFilterOid
    {
        public NtStatus OidRequest(OidRequest request)
        {
            driver.Log.Add($"down {request}");
            if (request.IsQuery && request.Oid == Oid.GenVendorDescription)
            {
                // Interception: the final status without a clone. Nobody below hears of it.
                return request.Answer("Masked Ethernet Card\0"u8);
            }

            OidRequest clone = request.Clone();
            clone.SourceReserved0 = request;
            NtStatus status = module.OidRequest(clone);
            if (status != NtStatus.Pending)
            {
                // It ended inside the call: the completion handler is ours to call.
                OidRequestComplete(clone, status);
            }

            return NtStatus.Pending;
        }

        public void OidRequestComplete(OidRequest request, NtStatus status)
        {
            // Requests of our own would have nothing in SourceReserved0.
            var original = (OidRequest)request.SourceReserved0!;
            request.CopyResultTo(original);
            if (status.IsSuccess && original.Oid == Oid.GenVendorId)
            {
                // Interception on the way up: the answer of the card, changed.
                original.Answer(0x00FF_FFFFu);
            }

            driver.Log.Add($"up   {original}: {status}");
            module.OidRequestComplete(original, status);
        }

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void Detach()
        {
        }
    }
}
