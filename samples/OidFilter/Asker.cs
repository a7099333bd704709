using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace OidFilter;

/// <summary>The least protocol driver: binds to every adapter and asks questions.</summary>
internal sealed class Asker : IProtocolDriver, IProtocol
{
    public ProtocolBinding? Binding { get; private set; }

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        Binding = binding;
        protocol = this;
        return NtStatus.Success;
    }

    public OidRequest Query(Oid oid, int length)
    {
        OidRequest request = OidRequest.Query(oid, length);
        NtStatus status = Binding!.OidRequest(request);
        if (status != NtStatus.Pending)
        {
            Console.WriteLine($"{request}: {status} at once");
        }

        return request;
    }

    public NtStatus Unbind() => NtStatus.Success;

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

    // No packet filter is set: nothing is ever received or sent.
    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => Binding!.Return(ref chain, ReturnFlags.None);

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => _ = chain.Take();

    public void OidRequestComplete(OidRequest request, NtStatus status) => Console.WriteLine($"{request}: completed with {status}");
}
