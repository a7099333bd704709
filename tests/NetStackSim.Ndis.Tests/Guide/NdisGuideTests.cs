using System.Globalization;
using System.Reflection;
using System.Text;
using System.Xml.Linq;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Guide;

/// <summary>What <c>docs/ndis.md</c> draws and lists is what the code says.</summary>
public sealed class NdisGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Root(), "docs", "ndis.md"));

    [Fact]
    public void Guide_StatesOfAnAdapter_AreThoseOfTheTransitionTable() => CheckStates<AdapterState, AdapterEvent>("adapter", AdapterState.Halted, AdapterTransitions.Next);

    [Fact]
    public void Guide_StatesOfAFilterModule_AreThoseOfTheTransitionTable() => CheckStates<FilterModuleState, FilterModuleEvent>("filter module", FilterModuleState.Detached, FilterModuleTransitions.Next);

    [Fact]
    public void Guide_StatesOfABinding_AreThoseOfTheTransitionTable() => CheckStates<BindingState, BindingEvent>("binding", BindingState.Unbound, BindingTransitions.Next);

    [Fact]
    public void Guide_VerifierRules_AreAllOfThem() => Check("<!-- verifier rules -->\n", "\n\n## ", RuleTable());

    private static void CheckStates<TState, TEvent>(string name, TState first, Func<TState, TEvent, TState?> next)
        where TState : struct, Enum
        where TEvent : struct, Enum
    {
        StringBuilder diagram = new("stateDiagram-v2\n");
        diagram.Append(CultureInfo.InvariantCulture, $"  [*] --> {first}\n");
        foreach (TState state in Enum.GetValues<TState>())
        {
            foreach (TEvent what in Enum.GetValues<TEvent>())
            {
                if (next(state, what) is { } then)
                {
                    diagram.Append(CultureInfo.InvariantCulture, $"  {state} --> {then}: {what}\n");
                }
            }
        }

        Check($"<!-- states: {name} -->\n```mermaid\n", "```\n", diagram.ToString());
    }

    // One row for each rule: its name, what Windows shows for it, and the documentation of the property.
    private static string RuleTable()
    {
        Dictionary<string, string> texts = XDocument.Load(Path.ChangeExtension(typeof(NdisVerifierRules).Assembly.Location, "xml"))
            .Descendants("member").Where(static member => member.Attribute("name")!.Value.StartsWith("P:NetStackSim.Ndis.NdisVerifierRules.", StringComparison.Ordinal))
            .ToDictionary(static member => member.Attribute("name")!.Value.Split('.')[^1], static member => TextOf(member.Element("summary")!));
        StringBuilder table = new("| Rule | 0xC4 parameter 1 | What it says |\n|---|---|---|");
        IEnumerable<(VerifierRule Rule, string Text)> rules = typeof(NdisVerifierRules).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(static each => each.PropertyType == typeof(VerifierRule))
            .Select(property => ((VerifierRule)property.GetValue(null)!, texts[property.Name]));
        foreach ((VerifierRule rule, string text) in rules.OrderBy(static each => each.Rule.Parameter1))
        {
            table.Append(CultureInfo.InvariantCulture, $"\n| {rule.Name} | 0x{rule.Parameter1:X8} | {Capital(text.Replace(rule.Name + ": ", "", StringComparison.Ordinal))} |");
        }

        return table.ToString();
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string TextOf(XElement summary)
    {
        foreach (XElement reference in summary.Descendants().Where(static each => each.Attribute("cref") is not null).ToArray())
        {
            reference.ReplaceWith(reference.Attribute("cref")!.Value.Split('(')[0].Split('.')[^1]);
        }

        return string.Join(' ', summary.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static void Check(string from, string to, string expected)
    {
        int start = Guide.IndexOf(from, StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/ndis.md has no '{from.Trim()}'.");
        start += from.Length;
        int end = Guide.IndexOf(to, start, StringComparison.Ordinal);
        string actual = Guide[start..end].Trim('\n');
        if (actual != expected.Trim('\n'))
        {
            // What belongs there lies beside the test: copy it when the change is wanted.
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "guide" + string.Concat(from.Where(char.IsAsciiLetter)) + ".actual"), expected);
        }

        Assert.Equal(expected.Trim('\n'), actual);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetStackSim.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
