using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <content>Endpoints, for drivers.</content>
public sealed partial class FilterEngine
{
    private readonly Dictionary<SimToken, ulong> _tokenIds = [];
    private readonly List<SimToken> _tokens = [];

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
        owner = endpoint is null ? null : FindToken(endpoint.LocalTokenModifiedId);
        return status;
    }

    /// <summary>The token with an id that <see cref="AleEndpoint.LocalTokenModifiedId"/> told; null for any other.</summary>
    internal SimToken? FindToken(ulong modifiedId) => modifiedId >= 1 && modifiedId <= (ulong)_tokens.Count ? _tokens[(int)modifiedId - 1] : null;

    // Ids in the order in which tokens are first asked for: the same in every run.
    private ulong ModifiedIdOf(SimToken token)
    {
        if (!_tokenIds.TryGetValue(token, out ulong id))
        {
            _tokens.Add(token);
            id = (ulong)_tokens.Count;
            _tokenIds.Add(token, id);
        }

        return id;
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

    private AleEndpoint Describe(EndpointRow row)
    {
        SimProcess? process = ProcessOf(row.ProcessId);
        return new AleEndpoint(row.Handle, row.Protocol, row.Local, row.Remote, FwpBlob.AppId(process?.ImagePath ?? "System"))
        {
            ProcessId = row.ProcessId,
            LocalTokenModifiedId = ModifiedIdOf(process?.Token ?? SimToken.System),
        };
    }

    private SimProcess? ProcessOf(int id) => id == 0 ? null : Kernel?.Processes.Find(id);
}
