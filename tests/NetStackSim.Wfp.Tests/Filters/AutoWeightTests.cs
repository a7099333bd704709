using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Wfp.Tests;

/// <summary>Automatic weights that real machines show, one per rule; the exports are checked whole where they are at hand.</summary>
public sealed class AutoWeightTests
{
    private static readonly FwpValue App = FwpValue.Of(FwpBlob.AppId(@"\a.exe"));
    private static readonly FwpValue User = FwpValue.Of(Kernel.SecurityDescriptor.Everyone);

    [Fact]
    public void Compute_NoCondition_IsZero() => Assert.Equal(0UL, Weight(LayerId.AleAuthListenV4));

    [Fact]
    public void Compute_LayerWithoutFields_HasAllBitsButTheHighest() =>
        Assert.Equal(0x7FFFFFFFFFFFFFFUL, Weight(LayerId.InboundTransportFast));

    [Fact]
    public void Compute_OneBitSlots_AddUp() => Assert.Equal(
        0xC0UL,
        Weight(LayerId.AleAuthListenV4, ("ALE_APP_ID", FwpMatchType.Equal, App), ("ALE_USER_ID", FwpMatchType.Equal, User)));

    [Fact]
    public void Compute_RelatedFields_ShareOneSlot() => Assert.Equal(
        0xC0UL,
        Weight(LayerId.AleAuthListenV4, ("ALE_PACKAGE_FAMILY_NAME", FwpMatchType.Equal, User), ("ALE_USER_ID", FwpMatchType.Equal, User)));

    [Fact]
    public void Compute_ExactPort_FillsItsSlot() =>
        Assert.Equal(0x3FFFFF00UL, Weight(LayerId.AleAuthListenV4, ("IP_LOCAL_PORT", FwpMatchType.Equal, FwpValue.UInt16(8000))));

    [Fact]
    public void Compute_V6Layer_DividesTheBitsOtherwise() =>
        Assert.Equal(0x3FFFF00UL, Weight(LayerId.AleAuthListenV6, ("IP_LOCAL_PORT", FwpMatchType.Equal, FwpValue.UInt16(8000))));

    [Fact]
    public void Compute_PortRange_FixesFewerBits() => Assert.Equal(
        0xB9B3FF000000000UL,
        Weight(
            LayerId.AleResourceAssignmentV4,
            ("ALE_APP_ID", FwpMatchType.Equal, App),
            ("ALE_USER_ID", FwpMatchType.Equal, User),
            ("IP_LOCAL_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(5000), FwpValue.UInt16(5020))),
            ("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(17))));

    [Fact]
    public void Compute_WideRange_CountsAtLeastOne() => Assert.Equal(
        0x00380E000000000UL,
        Weight(
            LayerId.AleAuthConnectV4,
            ("ALE_APP_ID", FwpMatchType.Equal, App),
            ("ALE_USER_ID", FwpMatchType.Equal, User),
            ("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(6)),
            ("IP_REMOTE_PORT", FwpMatchType.Range, FwpValue.RangeOf(FwpValue.UInt16(1), FwpValue.UInt16(65535)))));

    [Fact]
    public void Compute_LocalAndRemoteAddress_FillTheirSharesOfOneSlot() => Assert.Equal(
        0x44E70E000000000UL,
        Weight(
            LayerId.AleAuthConnectV6,
            ("IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(17)),
            ("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.ByteArray16(1)),
            ("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.ByteArray16(2)),
            ("IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(547)),
            ("IP_LOCAL_ADDRESS", FwpMatchType.Equal, FwpValue.V6AddressMask((UInt128)0xFE80 << 112, 10)),
            ("IP_LOCAL_PORT", FwpMatchType.Equal, FwpValue.UInt16(546))));

    [Fact]
    public void Compute_InventedOneBitField_TakesItsBitFromTheWideSlots()
    {
        LayerSchema layer = With(LayerCatalog.Current.Get(LayerId.AleAuthListenV4), "INVENTED", FwpDataType.UInt32);

        // 11 one-bit slots leave 49: address 27, port 22, and everything moves up by the new lowest bit.
        Assert.Equal(0x3FFFFFUL << 9, Port(layer));
    }

    [Fact]
    public void Compute_MoreReservedFields_CostOneBitTogether()
    {
        LayerSchema one = With(LayerCatalog.Current.Get(LayerId.AleAuthListenV4), "RESERVED0", FwpDataType.ByteBlob);
        LayerSchema two = With(one, "RESERVED1", FwpDataType.ByteBlob);
        Assert.Equal(Port(one), Port(two));
        Assert.NotEqual(Port(LayerCatalog.Current.Get(LayerId.AleAuthListenV4)), Port(one));
    }

    [Fact]
    public void Compute_RandomFieldLists_DivideTheBitsByTheRule() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<ulong>>(), static seed => RandomFieldList(new Kernel.RandomStreams(seed.Item)["fields"])));

    // Another build may have lost any field, and may have got one-bit and reserved ones: order stays, widths follow.
    private static bool RandomFieldList(Kernel.RandomStream random)
    {
        ReadOnlySpan<LayerSchema> layers = LayerCatalog.Current.Layers;
        LayerSchema real = layers[random.Next(layers.Length)];
        List<FieldSchema> fields = [.. real.Fields.ToArray().Where(_ => random.Chance(0.9))];
        int known = fields.Count;
        int reserved = random.Next(4);
        int invented = random.Next(4);
        for (int i = 0; i < reserved + invented; i++)
        {
            string name = i < reserved ? "RESERVED_NEW" + i : "INVENTED" + i;
            FwpDataType type = (FwpDataType)random.Next(21);
            fields.Insert(random.Next(fields.Count + 1), new FieldSchema(0, WellKnownNames.KeyForUnknownSymbol(name), name, FieldKind.RawData, type));
        }

        LayerSchema layer = new(real.Id, real.Key, real.Name, real.Flags, real.DefaultSubLayer, [.. fields.Select(static (f, i) => new FieldSchema(i, f.Key, f.Name, f.Kind, f.DataType))]);
        SlotRule.Check(layer);
        IReadOnlyList<AutoWeightSlot> slots = layer.WeightLayout.Slots;
        Assert.Equal(Order(real).Where(n => layer.FindField(n) is not null), Order(layer).Where(n => real.FindField(n) is not null));
        Assert.All(slots.Where(static s => s.Members[0].Name.StartsWith("INVENTED", StringComparison.Ordinal)), static s => Assert.False(s.IsWide));
        Assert.InRange(slots.Count(static s => s.Members[0].Name.StartsWith("RESERVED", StringComparison.Ordinal)), 0, real.WeightLayout.Slots.Count == 0 ? 9 : AutoWeight.IsOrderKnown(real) ? 1 : 9);
        Assert.Equal(known + reserved + invented, layer.Fields.Length);
        return true;
    }

    private static IEnumerable<string> Order(LayerSchema layer) => layer.WeightLayout.Slots.SelectMany(static s => s.Members).Select(static m => m.Name);

    [Fact]
    public void EffectiveWeight_RangeIndex_StandsInTheTopFourBits() => Assert.Equal(
        0x9000000000000080UL,
        EffectiveWeight.Of(
            LayerCatalog.Current.Get(LayerId.AleAuthListenV4),
            FwpValue.UInt8(9),
            [new FilterCondition(FieldKeys.AleAppId, FwpMatchType.Equal, App)],
            AutoWeight.Default));

    [Fact]
    public void Compute_EveryLayer_DividesExactlySixtyBits()
    {
        foreach (LayerSchema layer in LayerCatalog.Current.Layers)
        {
            int bits = layer.WeightLayout.Slots.Sum(s => s.Width);
            bool hasWide = layer.WeightLayout.Slots.Any(s => s.IsWide);
            Assert.True(hasWide ? bits == 60 : bits <= 60, layer.Name);
        }
    }

    private static ulong Port(LayerSchema layer) =>
        AutoWeight.Default.Compute(layer, [new FilterCondition(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(8000))]);

    private static LayerSchema With(LayerSchema layer, string name, FwpDataType type)
    {
        List<FieldSchema> fields = [.. layer.Fields];
        fields.Add(new FieldSchema(fields.Count, WellKnownNames.KeyForUnknownSymbol(name), name, FieldKind.RawData, type));
        return new LayerSchema(layer.Id, layer.Key, layer.Name, layer.Flags, layer.DefaultSubLayer, fields);
    }

    private static ulong Weight(LayerId id, params (string Field, FwpMatchType Match, FwpValue Value)[] conditions)
    {
        LayerSchema layer = LayerCatalog.Current.Get(id);
        return AutoWeight.Default.Compute(layer, [.. conditions.Select(c => new FilterCondition(layer.FindField(c.Field)!.Key, c.Match, c.Value))]);
    }
}
