namespace NetStackSim.Wfp;

/// <summary>The checked-in order of slots of one layer family (<c>autoweight.tsv</c>).</summary>
internal sealed class AutoWeightOrder
{
    private const string AnyFamily = "*";
    private const string Reserved = "RESERVED";

    // What stands in the places of the reserved fields in the public headers.
    private const string Bitmap = "BITMAP_";

    private static readonly Dictionary<string, string> Groups = new()
    {
        ["APP"] = "ALE_APP_ID+ALE_PACKAGE_ID+ALE_PACKAGE_FAMILY_NAME+ALE_ORIGINAL_APP_ID+ALE_SECURITY_ATTRIBUTE_FQBN_VALUE",
        ["ADDR"] = "IP_LOCAL_ADDRESS+IP_REMOTE_ADDRESS*",
        ["LUID"] = "IP_LOCAL_INTERFACE+IP_ARRIVAL_INTERFACE+IP_NEXTHOP_INTERFACE",
        ["IFTYPE"] = "INTERFACE_TYPE+ARRIVAL_INTERFACE_TYPE+NEXTHOP_INTERFACE_TYPE",
        ["TUNNEL"] = "TUNNEL_TYPE+ARRIVAL_TUNNEL_TYPE+NEXTHOP_TUNNEL_TYPE",
        ["INDEX"] = "INTERFACE_INDEX* SUB_INTERFACE_INDEX* ARRIVAL_INTERFACE_INDEX* NEXTHOP_SUB_INTERFACE_INDEX* NEXTHOP_INTERFACE_INDEX*",
        ["REST"] = "COMPARTMENT_ID " + Reserved,
    };

    private static readonly Lazy<Dictionary<string, AutoWeightOrder>> Table = new(Load);

    private AutoWeightOrder(IReadOnlyList<Slot> slots, bool isSeen)
    {
        Slots = slots;
        IsSeen = isSeen;
    }

    /// <summary>The slots, highest first.</summary>
    internal IReadOnlyList<Slot> Slots { get; }

    /// <summary>True when the order was seen on real machines.</summary>
    internal bool IsSeen { get; }

    /// <summary>The order for a layer; families without a row, such as those of newer builds, take the one of authorisation.</summary>
    internal static AutoWeightOrder Of(LayerSchema layer) => Table.Value.GetValueOrDefault(Family(layer.Name)) ?? Table.Value[AnyFamily];

    private static string Family(string name)
    {
        const string discard = "_DISCARD";
        name = name.EndsWith(discard, StringComparison.Ordinal) ? name[..^discard.Length] : name;
        bool hasFamily = name.EndsWith("_V4", StringComparison.Ordinal) || name.EndsWith("_V6", StringComparison.Ordinal);
        return hasFamily ? name[..^3] : name;
    }

    private static Dictionary<string, AutoWeightOrder> Load()
    {
        Dictionary<string, AutoWeightOrder> table = [];
        foreach (string[] row in EmbeddedTable.Rows("autoweight.tsv"))
        {
            List<Slot> slots = [];
            foreach (string item in row[1].Split(' '))
            {
                foreach (string slot in Expand(item).Split(' '))
                {
                    slots.Add(Slot.Parse(slot));
                }
            }

            table.Add(row[0], new AutoWeightOrder(slots, row[2] == "seen"));
        }

        return table;
    }

    private static string Expand(string item)
    {
        string[] parts = item.Split('+');
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Groups.GetValueOrDefault(parts[i], parts[i]);
        }

        return string.Join('+', parts);
    }

    /// <summary>Fields that share a slot.</summary>
    /// <param name="Names">Their names.</param>
    /// <param name="IsWide">False for a slot of one bit.</param>
    internal sealed record Slot(IReadOnlyList<string> Names, bool IsWide)
    {
        internal static Slot Parse(string text)
        {
            bool wide = text.EndsWith('*');
            return new Slot(text.TrimEnd('*').Split('+'), wide);
        }

        /// <summary>True for a member; all reserved fields are members of the reserved slot, also where a build shows their names.</summary>
        internal bool Contains(string name)
        {
            foreach (string member in Names)
            {
                if (member == name || (member == Reserved && IsReserved(name)))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsReserved(string name) =>
            name.StartsWith(Reserved, StringComparison.Ordinal) || name.StartsWith(Bitmap, StringComparison.Ordinal);
    }
}
