using System.Globalization;
using System.Text;
using System.Text.Json;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class ImportedPolicyTests
{
    [ExportFact]
    public void Load_EveryExport_EnforcesEveryFilterButBootTimeOnes()
    {
        foreach (string path in ExportData.Files)
        {
            WfpExport export = ExportData.Read(path);
            ImportedPolicy policy = ImportedPolicy.Load(export);
            Assert.All(policy.NotEnforced, f => Assert.StartsWith("boot-time", f.NotEnforced, StringComparison.Ordinal));
            int enforced = 0;
            foreach (LayerSchema layer in policy.Engine.Catalog.Layers)
            {
                enforced += policy.Engine.Layer(layer.Id).FilterCount;
            }

            Assert.Equal(export.Filters.Count, enforced + policy.NotEnforced.Count());
        }
    }

    [ExportFact]
    public void Load_ListOfFilters_PlacesUnknownSubLayersWhereTheListHasThem()
    {
        foreach (string path in ExportData.Files.Where(p => p.Contains("filters", StringComparison.Ordinal)))
        {
            ImportedPolicy policy = ImportedPolicy.Load(ExportData.Read(path));
            foreach (IGrouping<Guid, ExportedFilter> layer in policy.Export.Filters.GroupBy(f => f.Filter.LayerKey))
            {
                int last = int.MaxValue;
                foreach (ExportedFilter filter in layer.Where(f => f.NotEnforced is null))
                {
                    ushort weight = policy.Engine.FindFilter(filter.Filter.Id)!.SubLayerWeight;
                    Assert.True(weight <= last, $"{path}: {filter.Filter.Id}");
                    last = weight;
                }
            }
        }
    }

    [ExportFact]
    public void Answer_RandomQuestions_EqualTheReference()
    {
        foreach (string path in ExportData.Files)
        {
            FlowAdvisor advisor = FlowAdvisor.Load(ExportData.Read(path));
            RandomStream random = new RandomStreams(5)[Path.GetFileName(path)];
            for (int i = 0; i < 300; i++)
            {
                FlowQuestion question = Ask(RandomQuestion(random, advisor.Policy.Export, i));
                FlowAnswer answer = advisor.Answer(question);
                Check(advisor, question, answer, path);
            }
        }
    }

    [Fact]
    public void Answer_MissingLayer_IsUndecidable()
    {
        Assert.True(WfpExport.TryRead(new MemoryStream("<wfpdiag><filters/></wfpdiag>"u8.ToArray()), out WfpExport? export, out _));
        FlowAnswer answer = FlowAdvisor.Load(export).Answer(Ask("""{"id":7,"direction":"out","remoteAddress":"1.2.3.4"}"""));
        Assert.Equal(("undecidable", "FWPM_LAYER_ALE_AUTH_CONNECT_V4", "7"), (answer.Decision, answer.Layer, answer.Id));
    }

    [Theory]
    [InlineData("""{"direction":"out"}""", "remoteAddress")]
    [InlineData("""{"direction":"up","remoteAddress":"1.2.3.4"}""", "in")]
    [InlineData("""{"direction":"in","remoteAddress":"1.2.3.4","localPort":70000}""", "65535")]
    [InlineData("""{"direction":"in","remoteAddress":"1.2.3.4","localAddress":"::1"}""", "families")]
    [InlineData("""{"direction":"in","remoteAddress":"1.2.3.4","flags":["sticky"]}""", "unknown flag")]
    [InlineData("""{"direction":"in","remoteAddress":"1.2.3.4","colour":1}""", "unknown member")]
    [InlineData("""{"direction":"in","remoteAddress":"1.2.3.4","user":"bob"}""", "SID")]
    public void TryRead_Mistake_IsNamed(string text, string message)
    {
        Assert.False(FlowQuestionReader.TryRead(Encoding.UTF8.GetBytes(text), 12, out _, out PolicyError? error));
        Assert.Equal(12, error!.Line);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_AbsentAndNull_LeaveFieldsEmptyWithTheNamedExceptions()
    {
        FlowQuestion question = Ask("""{"direction":"in","remoteAddress":"1.2.3.4","protocol":null,"flags":null}""");
        Assert.False(question.Values.ContainsKey("IP_PROTOCOL"));
        Assert.False(question.Values.ContainsKey("FLAGS"));
        Assert.Equal("S-1-0-0", question.Values["ALE_PACKAGE_ID"].Sid!.ToString());
        Assert.Equal(FwpValue.UInt32(0), question.Values["ALE_SIO_FIREWALL_SYSTEM_PORT"]);
        Assert.False(question.Values.ContainsKey("ORIGINAL_ICMP_TYPE"));
    }

    [Fact]
    public void TryRead_ProfileAlone_LeavesTheOriginalProfileEmpty()
    {
        FlowQuestion question = Ask("""{"direction":"in","remoteAddress":"1.2.3.4","profile":"private"}""");
        Assert.Equal(FwpValue.UInt32(2), question.Values["CURRENT_PROFILE_ID"]);
        Assert.False(question.Values.ContainsKey("ORIGINAL_PROFILE_ID"));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(""","package":null""", null)]
    [InlineData(""","package":"S-1-0-0","capabilities":["S-1-15-3-1"]""", null)]
    [InlineData(""","package":"S-1-15-2-1-2-3-4-5-6-7" """, "S-1-15-2-1-2-3-4-5-6-7")]
    public void TryRead_Package_NullSidIsAnUnpackagedProcess(string member, string? package)
    {
        FlowQuestion question = Ask($$"""{"direction":"in","remoteAddress":"1.2.3.4","user":"S-1-5-18"{{member}}}""");
        Assert.Equal(package, question.Values["ALE_USER_ID"].Token!.Package?.ToString());
        Assert.Equal(package ?? "S-1-0-0", question.Values["ALE_PACKAGE_ID"].Sid!.ToString());
    }

    [Fact]
    public void TryRead_Interface_FillsTheFieldsOfThePacketsWay()
    {
        FlowQuestion question = Ask("""{"direction":"out","packetDirection":"in","remoteAddress":"1.2.3.4","interface":{"luid":"0x6000000000000","index":4}}""");
        Assert.Equal(FwpValue.UInt64(0x6000000000000), question.Values["IP_ARRIVAL_INTERFACE"]);
        Assert.False(question.Values.ContainsKey("IP_NEXTHOP_INTERFACE"));
        Assert.Equal("ALE_AUTH_CONNECT_V4", question.LayerName);
    }

    private static void Check(FlowAdvisor advisor, FlowQuestion question, FlowAnswer answer, string path)
    {
        if (answer.Decision == "undecidable")
        {
            return;
        }

        FilterEngine engine = advisor.Policy.Engine;
        LayerSchema layer = engine.Catalog.Find(question.LayerName)!;
        ClassifyValues values = new(layer);
        foreach (FieldSchema field in layer.Fields)
        {
            if (question.Values.TryGetValue(field.Name, out FwpValue value))
            {
                values.Set(field.Index, value);
            }
        }

        ClassifyResult naive = Reference.Classify(engine, engine.Layer(layer.Id), values);
        Assert.Equal(
            (path, question.Id, naive.IsBlock ? "block" : "permit", naive.FilterId, naive.IsHard, naive.Terminating.Count),
            (path, question.Id, answer.Decision, answer.Filter?.Id ?? 0, answer.IsHard, answer.Terminating.Count));
        for (int i = 0; i < naive.Terminating.Count; i++)
        {
            Assert.Equal(naive.Terminating[i], answer.Terminating[i]);
        }
    }

    private static FlowQuestion Ask(string text)
    {
        bool read = FlowQuestionReader.TryRead(Encoding.UTF8.GetBytes(text), 1, out FlowQuestion? question, out PolicyError? error);
        Assert.True(read, error?.ToString());
        return question!;
    }

    // Values are taken from conditions of the export, so that filters do match.
    private static string RandomQuestion(RandomStream random, WfpExport export, int id)
    {
        Dictionary<string, object?> question = new()
        {
            ["id"] = id,
            ["direction"] = random.Chance(0.5) ? "in" : "out",
            ["stage"] = random.Chance(0.1) ? "transport" : "ale",
            ["remoteAddress"] = random.Chance(0.7) ? $"{random.Next(224)}.168.{random.Next(3)}.{random.Next(256)}" : "fe80::" + random.Next(100),
            ["protocol"] = random.Chance(0.6) ? 6 : random.Chance(0.8) ? 17 : 1,
            ["localPort"] = Port(random, export, "IP_LOCAL_PORT"),
            ["remotePort"] = Port(random, export, "IP_REMOTE_PORT"),
            ["profile"] = random.Next(4),
            ["flags"] = random.Chance(0.3) ? 0x800001 : random.Chance(0.3) ? 4 : 0,
        };
        ExportedFilter some = export.Filters[random.Next(export.Filters.Count)];
        foreach (FilterCondition condition in some.Filter.Conditions)
        {
            if (condition.FieldKey == FieldKeys.AleAppId)
            {
                question["app"] = condition.Value.Blob!.ToString();
            }
            else if (condition.FieldKey == FieldKeys.AleUserId && condition.Value.SecurityDescriptor!.Dacl is { Count: > 0 } dacl)
            {
                question["user"] = dacl[random.Next(dacl.Count)].Sid.ToString();
            }
            else if (condition.FieldKey == FieldKeys.IpNexthopInterface || condition.FieldKey == FieldKeys.IpArrivalInterface)
            {
                question["interface"] = new Dictionary<string, object>
                {
                    ["luid"] = condition.Value.Number.ToString(CultureInfo.InvariantCulture), ["type"] = 6, ["tunnelType"] = 0, ["quarantineEpoch"] = random.Next(3),
                };
            }
        }

        return JsonSerializer.Serialize(question);
    }

    private static int Port(RandomStream random, WfpExport export, string field)
    {
        ExportedFilter some = export.Filters[random.Next(export.Filters.Count)];
        foreach (FilterCondition condition in some.Filter.Conditions)
        {
            if (WellKnownNames.Condition(condition.FieldKey).EndsWith(field, StringComparison.Ordinal) && condition.Value.Type == FwpDataType.UInt16)
            {
                return (int)condition.Value.Number;
            }
        }

        return random.Next(65536);
    }
}
