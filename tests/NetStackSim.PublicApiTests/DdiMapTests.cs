using System.Text.RegularExpressions;

namespace NetStackSim.PublicApiTests;

public sealed partial class DdiMapTests
{
    private const string Page = "docs/ddi-map.md";

    [Fact]
    public void Page_Generated_IsTheCommittedOne() => AcceptedFile.Check(Page, DdiMap.Write(DdiCatalog.Read()), lines => lines);

    [Fact]
    public void Names_AllOfThem_LookLikeThoseOfWindows()
    {
        IEnumerable<string> odd = DdiCatalog.Read()
            .Where(entry => !Routine().IsMatch(entry.Name) && !Structure().IsMatch(entry.Name))
            .Select(entry => $"{entry.Name} at {entry.Member}");

        Assert.Empty(odd);
    }

    [Fact]
    public void Page_EveryName_HasOneRow()
    {
        string[] rows = DdiMap.Write(DdiCatalog.Read()).Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])
            .ToArray();

        Assert.Equal(rows.Distinct().Count(), rows.Length);
        Assert.Equal(DdiCatalog.Read().Select(entry => entry.Name).Distinct().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("NdisMIndicateReceiveNetBufferLists", "Ndis")]
    [InlineData("NdisFSendNetBufferLists", "Ndis")]
    [InlineData("IoCompleteRequest", "Kernel")]
    [InlineData("KeRaiseIrql", "Kernel")]
    [InlineData("NmrRegisterProvider", "Kernel")]
    [InlineData("FwpmFilterAdd0", "Wfp")]
    [InlineData("WskSocketConnect", "Wsk")]
    public void Names_CornerStones_StandInTheirProject(string name, string project) =>
        Assert.Contains(DdiCatalog.Read(), entry => entry.Name == name && entry.Project == project);

    [GeneratedRegex("^[A-Z][a-z]+[A-Za-z0-9]*$")]
    private static partial Regex Routine();

    [GeneratedRegex("^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$")]
    private static partial Regex Structure();
}
