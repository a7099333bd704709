using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

/// <summary>Sets of filters that are meant to defeat the index: equal to the naive engine, and never a look at every filter.</summary>
public sealed class HostileSetTests
{
    private const int Small = 240;
    private const int Large = 4_000;
    private const int MostSteps = 400;

    private static readonly Dictionary<string, HostileSet> Sets = new()
    {
        ["nested prefixes"] = new(
            (r, p) => [p.On("IP_REMOTE_ADDRESS", FwpMatchType.Equal, Prefix(r)), p.On("IP_REMOTE_PORT", FwpMatchType.Range, Ports(r, 20_000))],
            (r, v) => Endpoint(r, v)),
        ["overlapping ranges"] = new(
            (r, p) => [p.On("IP_REMOTE_ADDRESS", FwpMatchType.Range, Addresses(r)), p.On("IP_REMOTE_PORT", FwpMatchType.Range, Ports(r, 40_000)), p.On("IP_LOCAL_PORT", FwpMatchType.Range, Ports(r, 40_000))],
            (r, v) => Endpoint(r, v)),
        ["not equal"] = new(
            (r, p) => [p.On("IP_REMOTE_PORT", FwpMatchType.NotEqual, FwpValue.UInt16((ushort)r.Next(3))), p.On("IP_LOCAL_PORT", FwpMatchType.NotEqual, FwpValue.UInt16((ushort)r.Next(5000)))],
            (r, v) =>
            {
                v.Set(AleAuthConnectField.IpRemotePort, (ushort)r.Next(4));
                v.Set(AleAuthConnectField.IpLocalPort, (ushort)r.Next(5000));
            }),
        ["all flags"] = Flags(FwpMatchType.FlagsAllSet),
        ["any flag"] = Flags(FwpMatchType.FlagsAnySet),
        ["no flag"] = Flags(FwpMatchType.FlagsNoneSet),
        ["endings"] = new(
            (r, p) => [p.On("ALE_APP_ID", r.Chance(0.8) ? FwpMatchType.Prefix : r.Chance(0.1) ? FwpMatchType.NotPrefix : FwpMatchType.Equal, FwpValue.Of(Path(r, r.Next(3))))],
            static (r, v) => v.Set(AleAuthConnectField.AleAppId, FwpValue.Of(Path(r, 2)))),
        ["ranges of objects"] = new(
            (r, p) => [p.On("ALE_APP_ID", r.Chance(0.9) ? FwpMatchType.Range : r.Chance(0.5) ? FwpMatchType.NotEqual : FwpMatchType.Greater, default)],
            static (r, v) => v.Set(AleAuthConnectField.AleAppId, FwpValue.Of(Path(r, 2)))),
        ["descriptors"] = new(
            (r, p) => [p.On("ALE_USER_ID", FwpMatchType.Equal, FwpValue.Of(SecurityDescriptor.Parse($"O:SYG:SYD:({(r.Chance(0.1) ? 'D' : 'A')};;CC;;;S-1-5-21-1-2-3-{r.Next(3000)})(A;;CC;;;S-1-5-21-1-2-3-{r.Next(3000)})")))],
            static (r, v) => v.Set(AleAuthConnectField.AleUserId, FwpValue.Of(SimToken.ForUser(Sid.Parse($"S-1-5-21-1-2-3-{r.Next(3000)}"))))),
    };

    public static TheoryData<string> Names => [.. Sets.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Classify_HostileSet_EqualsTheReference(string name)
    {
        for (ulong seed = 1; seed <= 4; seed++)
        {
            RandomStream random = new RandomStreams(seed)["hostile"];
            TestPolicy policy = Fill(name, random, Small, inspectionShare: 0.3);
            for (int i = 0; i < 150; i++)
            {
                policy.Values.Clear();
                Sets[name].Packet(random, policy.Values);
                ClassifyResult naive = Reference.Classify(policy);
                ClassifyResult fast = policy.Classify();
                Assert.Equal((seed, i, naive.Action, naive.FilterId), (seed, i, fast.Action, fast.FilterId));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Find_HostileSet_DoesNotLookAtEveryFilter(string name)
    {
        RandomStream random = new RandomStreams(9)["hostile"];
        TestPolicy policy = Fill(name, random, Large, inspectionShare: 0);
        IndexNode index = policy.Layer.Snapshot.SubLayers[0].Index!;
        long steps = 0;
        for (int i = 0; i < 100; i++)
        {
            policy.Values.Clear();
            Sets[name].Packet(random, policy.Values);
            MatchSearch search = new() { Values = policy.Values.Span, After = -1, Best = int.MaxValue };
            index.Find(ref search);
            steps += search.Steps;
        }

        Assert.InRange(steps / 100, 0, MostSteps);
    }

    private static TestPolicy Fill(string name, RandomStream random, int filters, double inspectionShare)
    {
        TestPolicy policy = new();
        Guid callout = policy.AddCallout("watch", ScriptedCallout.Continue());
        policy.Session.TransactionBegin();
        for (int i = 0; i < filters; i++)
        {
            FilterCondition[] conditions = Sets[name].Conditions(random, policy);
            if (conditions[0].Value.IsEmpty)
            {
                conditions[0] = Objects(random, conditions[0]);
            }

            bool inspects = random.Chance(inspectionShare);
            policy.Add(
                policy.S1,
                inspects ? FilterActionType.CalloutInspection : FilterActionType.Block,
                (ulong)random.Next(1000),
                callout: inspects ? callout : default,
                conditions: conditions);
        }

        Assert.True(policy.Session.TransactionCommit().IsSuccess);
        return policy;
    }

    private static HostileSet Flags(FwpMatchType match) => new(
        (r, p) => [p.On("FLAGS", match, FwpValue.UInt32((1u << r.Next(24)) | (1u << r.Next(24)) | (1u << r.Next(24)) | (1u << r.Next(24))))],
        (r, v) => v.Set(AleAuthConnectField.Flags, match == FwpMatchType.FlagsNoneSet ? 0xFFFFFFu & ~(1u << r.Next(24)) & ~(1u << r.Next(24)) : (1u << r.Next(24)) | (1u << r.Next(24))));

    private static FilterCondition Objects(RandomStream random, FilterCondition condition)
    {
        FwpValue low = FwpValue.Of(Path(random, 2));
        FwpValue high = FwpValue.Of(Path(random, 2));
        bool swap = FwpOrder.Compare(low.Reference!, high.Reference!) > 0;
        FwpValue value = condition.Match != FwpMatchType.Range ? low : swap ? FwpValue.RangeOf(high, low) : FwpValue.RangeOf(low, high);
        return condition with { Value = value };
    }

    private static FwpValue Prefix(RandomStream random)
    {
        uint mask = uint.MaxValue << random.Next(31);
        return FwpValue.V4AddressMask((random.Chance(0.7) ? 0x0A00_0000u : (uint)random.NextUInt64()) & mask, mask);
    }

    private static FwpValue Ports(RandomStream random, int width)
    {
        int low = random.Next(65_536 - width);
        return FwpValue.RangeOf(FwpValue.UInt16((ushort)low), FwpValue.UInt16((ushort)(low + random.Next(width))));
    }

    private static FwpValue Addresses(RandomStream random)
    {
        uint one = (uint)random.NextUInt64();
        uint other = (uint)random.NextUInt64();
        return FwpValue.RangeOf(FwpValue.UInt32(Math.Min(one, other)), FwpValue.UInt32(Math.Max(one, other)));
    }

    private static void Endpoint(RandomStream random, ClassifyValues values)
    {
        values.Set(AleAuthConnectField.IpRemoteAddress, random.Chance(0.5) ? 0x0A00_0000u + (uint)random.Next(16) : (uint)random.NextUInt64());
        values.Set(AleAuthConnectField.IpRemotePort, (ushort)random.Next(65_536));
        values.Set(AleAuthConnectField.IpLocalPort, (ushort)random.Next(65_536));
    }

    private static FwpBlob Path(RandomStream random, int folders)
    {
        string path = string.Empty;
        for (int i = 0; i < folders; i++)
        {
            path += $@"\folder{random.Next(7)}";
        }

        FwpBlob blob = FwpBlob.AppId($@"{path}\app{random.Next(900)}.exe");
        return random.Chance(0.1) ? new FwpBlob(blob.Bytes[..^2]) : blob;
    }

    private sealed record HostileSet(Func<RandomStream, TestPolicy, FilterCondition[]> Conditions, Action<RandomStream, ClassifyValues> Packet);
}
