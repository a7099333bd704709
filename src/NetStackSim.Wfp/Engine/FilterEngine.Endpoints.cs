using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <content>Endpoints, for drivers.</content>
public sealed partial class FilterEngine
{
    /// <summary>Begins an enumeration of endpoints. IRQL Passive.</summary>
    /// <param name="template">Which; null for all.</param>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>Success, or <see cref="FwpStatus.TcpIpNotReady"/> on an engine without a stack.</returns>
    [WindowsDdi("FwpsAleEndpointCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus AleEndpointCreateEnumHandle(AleEndpointTemplate? template, out PolicyEnumeration<AleEndpoint>? handle)
    {
        if (Refuses("FwpsAleEndpointCreateEnumHandle0", Irql.Passive, out NtStatus failed))
        {
            handle = null;
            return failed;
        }

        handle = Network is { } network
            ? new PolicyEnumeration<AleEndpoint>([.. network.GetEndpoints().Select(Describe).Where(e => template?.Includes(e) != false)], this, "FwpsAleEndpointEnum0")
            : null;
        return handle is null ? FwpStatus.TcpIpNotReady : NtStatus.Success;
    }

    /// <summary>Gets an endpoint. IRQL Passive.</summary>
    /// <param name="id">Its handle, as in the metadata of classifications.</param>
    /// <param name="endpoint">The endpoint; null on error.</param>
    /// <returns>Success, <see cref="FwpStatus.NotFound"/>, or <see cref="FwpStatus.TcpIpNotReady"/> on an engine without a stack.</returns>
    [WindowsDdi("FwpsAleEndpointGetById0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus AleEndpointGetById(ulong id, out AleEndpoint? endpoint)
    {
        endpoint = null;
        if (Refuses("FwpsAleEndpointGetById0", Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        return FindEndpoint(id, out endpoint);
    }

    /// <summary>Gets who owns an endpoint: the token under which its process opened it. IRQL Passive.</summary>
    /// <param name="id">Its handle.</param>
    /// <param name="owner">The owner's token; null on error.</param>
    /// <returns>As <see cref="AleEndpointGetById"/>.</returns>
    [WindowsDdi("FwpsAleEndpointGetSecurityInformation0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus AleEndpointGetSecurityInformation(ulong id, out SimToken? owner)
    {
        owner = null;
        if (Refuses("FwpsAleEndpointGetSecurityInformation0", Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        NtStatus status = FindEndpoint(id, out AleEndpoint? endpoint);
        owner = endpoint is null ? null : ProcessOf(endpoint.ProcessId)?.Token ?? SimToken.System;
        return status;
    }

    private NtStatus FindEndpoint(ulong id, out AleEndpoint? endpoint)
    {
        endpoint = null;
        if (Network is not { } network)
        {
            return FwpStatus.TcpIpNotReady;
        }

        EndpointRow? row = network.GetEndpoints().FirstOrDefault(r => r.Handle == id);
        endpoint = row is null ? null : Describe(row);
        return endpoint is null ? FwpStatus.NotFound : NtStatus.Success;
    }

    private AleEndpoint Describe(EndpointRow row) =>
        new(row.Handle, row.Protocol, row.Local, row.Remote, FwpBlob.AppId(ProcessOf(row.ProcessId)?.ImagePath ?? "System")) { ProcessId = row.ProcessId };

    private SimProcess? ProcessOf(int id) => id == 0 ? null : Kernel?.Processes.Find(id);
}
