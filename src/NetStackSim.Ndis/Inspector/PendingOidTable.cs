namespace NetStackSim.Ndis;

/// <summary>Requests that wait, found in the queues in front of the drivers.</summary>
internal static class PendingOidTable
{
    public static IReadOnlyList<PendingOid> Of(NdisRuntime runtime) => [.. runtime.Adapters.SelectMany(Of)];

    public static IEnumerable<PendingOid> Of(MiniportAdapter adapter)
    {
        long now = adapter.Kernel.Now;
        foreach (OidStation station in adapter.Stack.Stations)
        {
            List<OidRequest> here = [];
            station.AddPending(here);
            foreach (OidRequest request in here)
            {
                yield return new PendingOid(
                    request.Oid, NumberNames.Of(request.Oid), request.Type, request.Path, SubmitterOf(request), adapter.Name, station.DriverName, !station.IsAtDriver(request),
                    now - request.SubmittedAt, request.InformationBuffer.Length);
            }
        }
    }

    private static string SubmitterOf(OidRequest request) => request.Submitter switch
    {
        ProtocolBinding binding => binding.Name,
        FilterModule module => module.Name,
        _ => "NDIS",
    };
}
