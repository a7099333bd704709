using System.Globalization;

namespace NetStackSim.Ndis;

/// <summary>Network interfaces.</summary>
internal sealed class InterfacesNoun : InspectorNoun
{
    public override string Name => "interfaces";

    public override IReadOnlyList<string> Aliases => ["interface"];

    public override string Usage => "[ifIndex | name] [-luid LUID]";

    public override string Summary => "Network interfaces: index, LUID, type, state, alias; with an index: one of them.";

    public override IReadOnlyList<string> Switches => ["luid"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IReadOnlyList<InterfaceRows.Row> rows = InterfaceRows.Of(request.Runtime);
        if ((request.Target ?? request.Value("luid")) is { } target)
        {
            Print(Find(rows, target), page.Section("INTERFACE"));
            return;
        }

        InspectorSectionBuilder section = page.Section(string.Empty).Columns("ifIndex", "LUID", "ifType", "State", "Alias");
        foreach (InterfaceRows.Row row in rows)
        {
            section.Row(row.IfIndex, InspectorValue.Hex(row.NetLuid, 16), row.IfType, StateOf(row), row.Name);
        }
    }

    private static InterfaceRows.Row Find(IReadOnlyList<InterfaceRows.Row> rows, string target) =>
        rows.FirstOrDefault(row => row.IfIndex.ToString(CultureInfo.InvariantCulture) == target)
        ?? InspectorHandles.Find(rows, target, "interface", static row => row.NetLuid.ToString("x16", CultureInfo.InvariantCulture), static row => row.Name);

    private static void Print(InterfaceRows.Row row, InspectorSectionBuilder section) => section
        .Fact("Alias", row.Name)
        .Fact("ifIndex", row.IfIndex)
        .Fact("LUID", InspectorValue.Hex(row.NetLuid, 16))
        .Fact("ifType", row.IfType)
        .Fact("Provider", row.Provider)
        .Fact("Oper state", StateOf(row))
        .Fact("Media", row.Adapter is { } adapter ? InspectorValue.Of(adapter.Attributes.LinkState.MediaConnectState) : "Connected");

    private static string StateOf(InterfaceRows.Row row) => row.Adapter is { } adapter ? InspectorNames.Interface(adapter) : "Up";
}
