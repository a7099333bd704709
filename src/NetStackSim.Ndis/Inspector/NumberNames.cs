using System.Reflection;
using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Names of OIDs, status indications, status values, verifier rules and subcodes of bug checks, by number.</summary>
internal static class NumberNames
{
    private static readonly SortedDictionary<uint, List<string>> All = Collect();

    /// <summary>Every meaning of a number.</summary>
    public static IReadOnlyList<string> Of(uint value) => All.TryGetValue(value, out List<string>? names) ? names : [];

    /// <summary>The name of an OID.</summary>
    public static string Of(Oid oid) => OidCatalog.NameOf(oid);

    private static SortedDictionary<uint, List<string>> Collect()
    {
        SortedDictionary<uint, List<string>> names = [];
        foreach (OidInfo oid in OidCatalog.All)
        {
            Add(names, (uint)oid.Oid, oid.Name);
        }

        foreach (NdisStatusInfo status in NdisStatusCatalog.All)
        {
            Add(names, (uint)status.Code, status.Name);
        }

        foreach (PropertyInfo property in typeof(NdisStatus).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(static p => p.PropertyType == typeof(NtStatus)))
        {
            Add(names, ((NtStatus)property.GetValue(null)!).Value, "NDIS_STATUS_" + Windows(property.Name));
        }

        foreach (PropertyInfo property in typeof(NdisVerifierRules).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(static p => p.PropertyType == typeof(VerifierRule)))
        {
            VerifierRule rule = (VerifierRule)property.GetValue(null)!;
            Add(names, (uint)rule.Parameter1, $"verifier rule {rule.Name} (0x{(uint)rule.Code:X} parameter 1)");
        }

        foreach (NdisBugCheckCode code in Enum.GetValues<NdisBugCheckCode>())
        {
            Add(names, (uint)code, $"BUGCODE_NDIS_DRIVER (0x7C) parameter 1: {code}");
        }

        return names;
    }

    private static void Add(SortedDictionary<uint, List<string>> names, uint value, string name)
    {
        if (!names.TryGetValue(value, out List<string>? list))
        {
            names[value] = list = [];
        }

        if (!list.Contains(name))
        {
            list.Add(name);
        }
    }

    // LinkState becomes LINK_STATE: a capital after a small letter or a digit begins a word.
    private static string Windows(string name)
    {
        StringBuilder text = new(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            bool begins = i > 0 && char.IsAsciiLetterUpper(name[i]) && (char.IsAsciiLetterLower(name[i - 1]) || (char.IsAsciiDigit(name[i - 1]) && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1])));
            if (begins)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }
}
