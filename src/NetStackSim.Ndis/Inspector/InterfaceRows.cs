namespace NetStackSim.Ndis;

/// <summary>The interfaces that are there: of adapters and filter modules, and those that other layers registered.</summary>
internal static class InterfaceRows
{
    /// <summary>One interface.</summary>
    /// <param name="IfIndex">Its index.</param>
    /// <param name="NetLuid">Its identifier.</param>
    /// <param name="IfType">Its type.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Provider">Who registered it.</param>
    /// <param name="Adapter">The adapter of its stack, or null.</param>
    public sealed record Row(uint IfIndex, ulong NetLuid, ushort IfType, string Name, string Provider, MiniportAdapter? Adapter);

    public static IReadOnlyList<Row> Of(NdisRuntime runtime)
    {
        List<Row> rows = [];
        foreach (MiniportAdapter adapter in runtime.Adapters)
        {
            rows.Add(RowOf(adapter.Attributes, adapter.Name, "NDIS miniports", adapter));
            rows.AddRange(adapter.Filters.Select(module => RowOf(module.Interface, module.Name, "NDIS filter modules", adapter)));
        }

        rows.AddRange(runtime.Interfaces.OfOtherLayers.Select((each) => RowOf(each, runtime.Interfaces.Names[(int)each.IfIndex - 1], "upper layers", null)));
        rows.Sort(static (a, b) => a.IfIndex.CompareTo(b.IfIndex));
        return rows;
    }

    /// <summary>Pairs of neighbours in the interface stack table, higher first: from the top of each stack down.</summary>
    public static IEnumerable<(Row Higher, Row Lower)> Pairs(NdisRuntime runtime)
    {
        IReadOnlyList<Row> rows = Of(runtime);
        foreach (MiniportAdapter adapter in runtime.Adapters)
        {
            uint[] stack = [.. adapter.Filters.Reverse().Select(static module => module.Interface.IfIndex), adapter.Attributes.IfIndex];
            for (int i = 0; i + 1 < stack.Length; i++)
            {
                yield return (RowAt(rows, stack[i]), RowAt(rows, stack[i + 1]));
            }
        }

        // What intermediate drivers said: a virtual miniport over an adapter.
        foreach (InterfaceStackEntry entry in runtime.Interfaces.StackEntries)
        {
            yield return (RowAt(rows, entry.HigherIfIndex), RowAt(rows, entry.LowerIfIndex));
        }
    }

    private static Row RowAt(IReadOnlyList<Row> rows, uint ifIndex) => rows.First(row => row.IfIndex == ifIndex);

    private static Row RowOf(AdapterAttributes attributes, string name, string provider, MiniportAdapter? adapter) =>
        new(attributes.IfIndex, attributes.NetLuid, attributes.IfType, name, provider, adapter);
}
