using System.Globalization;
using System.Text;
using NetStackSim.Cli.Tests.Guide;

namespace NetStackSim.Wfp.Tests.Guide;

/// <summary>The list of layers in <c>docs/wfp.md</c> is the catalogue's.</summary>
public sealed class LayerGuideTests
{
    [Fact]
    public void Guide_Layers_AreAllOfThem()
    {
        StringBuilder table = new("| Layer | Ids | Shown to it |\n|---|---|---|\n");
        foreach (IGrouping<string, LayerSchema> family in LayerCatalog.Current.Layers.ToArray()
            .GroupBy(static layer => layer.Name.Replace("_V4", "", StringComparison.Ordinal).Replace("_V6", "", StringComparison.Ordinal)))
        {
            LayerIndication indication = LayerIndication.Of(family.First());
            string words = indication.IsIndicated ? indication.Words : "*not indicated:* " + indication.Words;
            table.Append(CultureInfo.InvariantCulture, $"| `{family.Key}` | {string.Join(", ", family.Select(static layer => layer.Id))} | {words} |\n");
        }

        GuidePage.Check("docs/wfp.md", "layers", table.ToString());
    }
}
