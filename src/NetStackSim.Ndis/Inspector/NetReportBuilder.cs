namespace NetStackSim.Ndis;

/// <summary>Reads the stacks of a host into a report.</summary>
internal static class NetReportBuilder
{
    /// <summary>A request that waits longer than this gets a warning: requests should take less than a second.</summary>
    public const long DefaultPendingOidNs = 1_000_000_000;

    public static NetReport Of(NdisRuntime runtime, long pendingOidNs) => new(
        runtime.Kernel.Name, runtime.Kernel.Now, [.. runtime.Adapters.Select(adapter => Of(adapter, pendingOidNs))], NetReportWarnings.Of(runtime));

    private static NetReportAdapter Of(MiniportAdapter adapter, long pendingOidNs) => new(
        InspectorHandles.Of(adapter.ObjectNumber), adapter.Name, adapter.Driver.Name, adapter.Driver.AssociatedProtocol?.Name, LowerAdapters(adapter), adapter.State, InspectorNames.Interface(adapter),
        adapter.Attributes.LinkState.MediaConnectState.ToString(), InspectorNames.Speed(adapter.Attributes.LinkState.XmitLinkSpeed), adapter.Attributes.MacAddress.ToString(),
        adapter.Attributes.MtuSize, adapter.Node.HeldSends?.Count ?? 0, adapter.OutstandingReceives, [.. adapter.Bindings.Select(Of)], [.. adapter.Filters.Reverse().Select(Of)], NetReportWarnings.Of(adapter, pendingOidNs));

    private static NetReportOpen Of(ProtocolBinding open) => new(
        InspectorHandles.Of(open.ObjectNumber), open.Driver.Name, open.State, InspectorNames.Flags(open.PacketFilter), InspectorNames.FrameTypes(open.FrameTypes),
        open.OutstandingSends, open.OutstandingReceives);

    private static NetReportFilter Of(FilterModule module) => new(
        InspectorHandles.Of(module.ObjectNumber), $"{module.Driver.Name}-{module.Instance:D4}", InspectorNames.Kind(module.Driver.Options), module.State,
        (module.Handlers & FilterHandlers.SendPath) != 0, (module.Handlers & FilterHandlers.ReceivePath) != 0, module.Driver.Options.IsMandatory,
        module.Node.HeldSends?.Count ?? 0, module.Node.HeldReceives?.Count ?? 0);

    private static string[] LowerAdapters(MiniportAdapter adapter)
    {
        NdisRuntime runtime = adapter.Stack.Runtime;
        HashSet<uint> below = [.. runtime.Interfaces.StackEntries.Where(entry => entry.HigherIfIndex == adapter.Attributes.IfIndex).Select(static entry => entry.LowerIfIndex)];
        return [.. runtime.Adapters.Where(each => below.Contains(each.Attributes.IfIndex)).Select(static each => each.Name)];
    }
}
