using System.Globalization;
using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A stop, or a broken rule, explained as <c>!analyze -v</c> would: what it means, who did it, the history of the list, what is out, what to look at next.</summary>
public sealed class BugCheckAnalysis
{
    private const int Width = 79;
    private const int MaxPending = 16;

    internal BugCheckAnalysis(NdisRuntime runtime, BugCheckException stop, long timeNs)
    {
        Code = stop.Code;
        Parameters = stop.Parameters;
        Culprit = stop.Culprit;
        TimeNs = timeNs;
        Host = runtime.Kernel.Name;
        (Text, History) = Split(stop.ReportText);
        Pending = runtime.FindPendingLists();
        (Name, Meaning) = BugCheckTexts.Of(stop.Code);
        ParameterMeanings = BugCheckTexts.ParametersOf(stop, Text);
        Commands = BugCheckTexts.CommandsFor(stop, Culprit);
    }

    /// <summary>The stop code.</summary>
    public BugCheckCode Code { get; }

    /// <summary>The symbolic name of the code, as on Windows.</summary>
    public string Name { get; }

    /// <summary>What the code means.</summary>
    public string Meaning { get; }

    /// <summary>The four parameters.</summary>
    public IReadOnlyList<ulong> Parameters { get; }

    /// <summary>What each parameter means.</summary>
    public IReadOnlyList<string> ParameterMeanings { get; }

    /// <summary>The driver or component that broke the rule.</summary>
    public string Culprit { get; }

    /// <summary>What happened.</summary>
    public string Text { get; }

    /// <summary>When, virtual time in nanoseconds.</summary>
    public long TimeNs { get; }

    /// <summary>The host.</summary>
    public string Host { get; }

    /// <summary>The last hand-overs of the list that it is about, oldest first; empty when it is about none.</summary>
    public IReadOnlyList<string> History { get; }

    /// <summary>Lists that are out at the moment of the analysis.</summary>
    public IReadOnlyList<PendingNetBufferList> Pending { get; }

    /// <summary>What to type next.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>The report.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        string line = new('*', Width);
        text.Append(line).Append('\n').Append('*').Append("Bugcheck Analysis".PadLeft((Width + 15) / 2).PadRight(Width - 2)).Append("*\n").Append(line).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Name} ({(uint)Code:x})\n{Meaning}\nArguments:\n");
        for (int i = 0; i < Parameters.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"Arg{i + 1}: {Parameters[i]:x16}, {ParameterMeanings[i]}\n");
        }

        text.Append("\nDebugging Details:\n------------------\n\n");
        Field(text, "HOST", Host);
        Field(text, "TIME", string.Create(CultureInfo.InvariantCulture, $"{TimeNs} ns"));
        Field(text, "MODULE_NAME", Culprit);
        Field(text, "WHAT_HAPPENED", Text);
        Block(text, "NBL_HISTORY", History);
        Block(text, "PENDING_NBLS", [.. Pending.Take(MaxPending).Select(pending => pending.ToString())]);
        Block(text, "FOLLOWUP", Commands);
        return text.ToString();
    }

    private static void Field(StringBuilder text, string name, string value) => text.Append(CultureInfo.InvariantCulture, $"{name}:  {value}\n\n");

    private static void Block(StringBuilder text, string name, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        text.Append(name).Append(":\n");
        foreach (string each in lines)
        {
            text.Append("    ").Append(each).Append('\n');
        }

        text.Append('\n');
    }

    // Reports about a list end with its trail: "...; history: [..] [..]".
    private static (string Text, IReadOnlyList<string> History) Split(string report)
    {
        int start = report.IndexOf("history:", StringComparison.Ordinal);
        if (start < 0)
        {
            return (report, []);
        }

        string[] events = report[(start + "history:".Length)..].Split(['[', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (report[..start].TrimEnd(' ', ';', '.'), [.. events.Select(each => each.TrimEnd(']', ' '))]);
    }
}
