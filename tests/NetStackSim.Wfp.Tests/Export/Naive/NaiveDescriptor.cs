using System.Text.RegularExpressions;

namespace NetStackSim.Wfp.Tests;

/// <summary>A security descriptor as far as conditions need it: who may CC (FWP_ACTRL_MATCH_FILTER).</summary>
internal sealed partial class NaiveDescriptor
{
    private static readonly Dictionary<string, string> Abbreviations = new()
    {
        ["WD"] = "S-1-1-0", ["AN"] = "S-1-5-7", ["AU"] = "S-1-5-11", ["SY"] = "S-1-5-18", ["LS"] = "S-1-5-19", ["NS"] = "S-1-5-20",
        ["BA"] = "S-1-5-32-544", ["BU"] = "S-1-5-32-545", ["AC"] = "S-1-15-2-1", ["IU"] = "S-1-5-4", ["SU"] = "S-1-5-6", ["NO"] = "S-1-5-32-556",
    };

    private readonly bool _grantsAll;
    private readonly List<(bool Allow, string Sid, string? Family)> _entries = [];

    internal NaiveDescriptor(string sddl)
    {
        int start = sddl.IndexOf("D:", StringComparison.Ordinal);
        int end = sddl.IndexOf(")S:", StringComparison.Ordinal);
        string dacl = start < 0 ? string.Empty : sddl[(start + 2)..(end < 0 ? sddl.Length : end + 1)];
        _grantsAll = start < 0 || dacl.StartsWith("NO_ACCESS_CONTROL", StringComparison.Ordinal);
        foreach (Match entry in Entry().Matches(dacl))
        {
            string sid = entry.Groups["sid"].Value;
            string family = entry.Groups["family"].Value;
            Assert.True(entry.Groups["rights"].Value.Contains("CC", StringComparison.Ordinal), sddl);
            _entries.Add((entry.Groups["type"].Value is "A" or "XA", Abbreviations.GetValueOrDefault(sid, sid), family.Length == 0 ? null : family));
        }
    }

    internal IReadOnlyList<(bool Allow, string Sid, string? Family)> Entries => _entries;

    /// <summary>True when the user side grants, and for an AppContainer the package side, too.</summary>
    internal bool Grants(NaiveToken token) =>
        _grantsAll || (Side(token.UserSide, token) && (token.Package is null || Side(token.AppSide, token)));

    private bool Side(HashSet<string> sids, NaiveToken token)
    {
        foreach ((bool allow, string sid, string? family) in _entries)
        {
            bool condition = family is null || string.Equals(family, token.Family, StringComparison.OrdinalIgnoreCase);
            bool holds = allow ? sids.Contains(sid) : token.UserSide.Contains(sid) || token.AppSide.Contains(sid);
            if (holds && condition)
            {
                return allow;
            }
        }

        return false;
    }

    [GeneratedRegex("""\((?<type>XA|XD|A|D);[A-Z]*;(?<rights>[A-Z]*);;;(?<sid>[A-Z0-9-]+)(;\(WIN://SYSAPPID Contains "(?<family>[^"]*)"\))?\)""")]
    private static partial Regex Entry();
}
