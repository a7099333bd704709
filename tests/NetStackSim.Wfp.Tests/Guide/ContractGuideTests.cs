using System.Globalization;
using System.Text;
using System.Xml.Linq;
using NetStackSim.Cli.Tests.Guide;

namespace NetStackSim.Wfp.Tests.Guide;

/// <summary>The rules of the callout contract in <c>docs/wfp.md</c> are all of them, in the words of the code.</summary>
public sealed class ContractGuideTests
{
    [Fact]
    public void Guide_ContractRules_AreAllOfThem()
    {
        const string prefix = "F:NetStackSim.Wfp.ContractRule.";
        Dictionary<string, string> texts = XDocument.Load(Path.ChangeExtension(typeof(ContractRule).Assembly.Location, "xml"))
            .Descendants("member").Where(static member => member.Attribute("name")!.Value.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(static member => member.Attribute("name")!.Value[prefix.Length..], static member => TextOf(member.Element("summary")!));
        StringBuilder table = new("| | Rule | Broken when | What to do |\n|---|---|---|---|\n");
        foreach (ContractRuleInfo info in ContractRules.All)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {info.Id} | {info.Rule} | {texts[info.Rule.ToString()]} | {info.Remedy} |\n");
        }

        GuidePage.Check("docs/wfp.md", "contract rules", table.ToString());
    }

    private static string TextOf(XElement summary)
    {
        foreach (XElement reference in summary.Descendants().Where(static each => each.Attribute("cref") is not null).ToArray())
        {
            reference.ReplaceWith(reference.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1]);
        }

        return string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
