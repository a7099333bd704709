using System.Globalization;
using System.Text;
using NetStackSim.Cli.Tests.Guide;

namespace NetStackSim.Wfp.Tests.Guide;

/// <summary>The automatic weight that <c>docs/wfp.md</c> draws is the one that the engine computes.</summary>
public sealed class WeightGuideTests
{
    private static readonly LayerSchema Layer = LayerCatalog.Current.Get(LayerId.AleAuthConnectV4);

    [Fact]
    public void Guide_Slots_AreThoseOfTheLayer()
    {
        StringBuilder table = new("| Bits | Width | Fields |\n|---|---|---|\n");
        IReadOnlyList<AutoWeightSlot> slots = Layer.WeightLayout.Slots;
        for (int i = slots.Count - 1; i >= 0; i--)
        {
            // Slots of one bit that follow each other share a row.
            int first = i;
            while (!slots[first].IsWide && i > 0 && !slots[i - 1].IsWide)
            {
                i--;
            }

            int high = slots[first].Position + slots[first].Width - 1;
            string bits = high == slots[i].Position ? $"{high}" : $"{high}..{slots[i].Position}";
            string width = i == first ? slots[i].Width.ToString(CultureInfo.InvariantCulture) : "1 each";
            table.Append(CultureInfo.InvariantCulture, $"| {bits} | {width} | {string.Join(", ", Members(slots, first, i))} |\n");
        }

        GuidePage.Check("docs/wfp.md", "weight slots", table.ToString());
    }

    [Fact]
    public void Guide_Examples_HaveTheWeightsOfTheEngine()
    {
        StringBuilder table = new("| Conditions | Effective weight |\n|---|---|\n");
        Row(table, "none");
        Row(table, "protocol TCP", On(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8(6)));
        Row(table, "remote port 443", On(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(443)));
        Row(table, "remote port 5000..5020", On(FieldKeys.IpRemotePort, FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(5000), FwpValue.UInt16(5020))));
        Row(table, "remote address 10.0.0.0/8", On(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.V4AddressMask(0x0A000000, 0xFF000000)));
        Row(table, "remote address 10.0.0.2", On(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.UInt32(0x0A000002)));
        Row(
            table,
            "protocol TCP, remote port 443, remote address 10.0.0.2",
            On(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8(6)),
            On(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(443)),
            On(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.UInt32(0x0A000002)));
        GuidePage.Check("docs/wfp.md", "weight examples", table.ToString());
    }

    private static IEnumerable<string> Members(IReadOnlyList<AutoWeightSlot> slots, int first, int last)
    {
        for (int i = first; i >= last; i--)
        {
            yield return string.Join(" + ", slots[i].Members.Select(static m => m.Name));
        }
    }

    private static FilterCondition On(Guid field, FwpMatchType match, FwpValue value) => new(field, match, value);

    private static void Row(StringBuilder table, string words, params FilterCondition[] conditions) =>
        table.Append(CultureInfo.InvariantCulture, $"| {words} | `0x{AutoWeight.Default.Compute(Layer, conditions):x16}` |\n");
}
