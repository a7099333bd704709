using System.IO.Compression;
using System.Text;

namespace NetStackSim.Wfp.Tests;

/// <summary>Files that no machine wrote: refused with line and element, in bounded time and memory, and never with an exception.</summary>
[Collection(nameof(RunsAlone))]
public sealed class HostileExportTests
{
    private const long MemoryLimit = 400L << 20;

    [Fact]
    public void TryRead_EntityBomb_IsRefused()
    {
        string bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;&b;\">]><wfpdiag><filters>&c;</filters></wfpdiag>";
        Assert.Contains("not a readable export", Error(bomb).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_TooDeep_IsRefusedAtTheLine()
    {
        PolicyError error = Error(string.Concat(Enumerable.Repeat("<a>\n", 100)) + string.Concat(Enumerable.Repeat("</a>", 100)));
        Assert.Equal((XmlItemReader.MaxDepth + 1, "<a>"), (error.Line, error.Element));
        Assert.Contains("nested deeper", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x{0}=\"1\" ")]
    [InlineData("x{0}='>' ")]
    public void TryRead_TagWithThousandsOfAttributes_IsRefused(string attribute)
    {
        string attributes = string.Concat(Enumerable.Range(0, 1000).Select(i => string.Format(null, attribute, i)));
        PolicyError error = Error("<wfpdiag>\n<filters " + attributes + "/></wfpdiag>");
        Assert.Equal(2, error.Line);
        Assert.Contains("a tag of more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_LongCommentsAndTexts_AreNoLongTags()
    {
        string text = "<!-- " + new string('x', 10_000) + " --><wfpdiag><filters/><providers><![CDATA[<" + new string('y', 10_000) + "]]></providers></wfpdiag>";
        Assert.True(WfpExport.TryRead(Stream(text), out _, out PolicyError? error), error?.ToString());
    }

    [Theory]
    [InlineData("<a>{0}</a>")]
    [InlineData("<a><![CDATA[{0}]]></a>")]
    public void TryRead_TextThatNeverEnds_IsRefused(string form)
    {
        string text = "<wfpdiag>\n<filters/>" + string.Format(null, form, new string('y', ExportText.MaxTextCharacters + 1)) + "</wfpdiag>";
        PolicyError error = Error(text);
        Assert.Equal(2, error.Line);
        Assert.Contains("a text of more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_TruncatedAnywhere_IsRefusedWithLineAndElement()
    {
        string text = OneFilter;
        int last = text.LastIndexOf('>');
        for (int length = 0; length <= last; length++)
        {
            PolicyError error = Error(text[..length]);
            Assert.InRange(error.Line, 1, 1 + text.AsSpan(0, length).Count('\n'));
            Assert.NotEmpty(error.Element);
        }

        Assert.Equal((4, "<filterKey>"), (Error("<wfpdiag>\n<filters>\n<item>\n<filterKey>{00").Line, Error("<wfpdiag>\n<filters>\n<item>\n<filterKey>{00").Element));
    }

    [Fact]
    public void TryRead_TruncatedGzip_IsRefusedUnlessNothingIsMissing()
    {
        byte[] packed = Packed(OneFilter);
        for (int length = 0; length < packed.Length; length++)
        {
            bool read = WfpExport.TryRead(new MemoryStream(packed, 0, length), out WfpExport? export, out PolicyError? error);
            Assert.True(read ? export!.Filters.Count == 1 : error!.Line > 0, $"{length}");
            Assert.False(read && length < packed.Length / 2);
        }
    }

    [ExportFact]
    public void TryRead_RealExportTruncated_NamesTheElementThatIsOpen()
    {
        foreach (string path in ExportData.Files)
        {
            byte[] bytes = Unpacked(path);
            Kernel.RandomStream random = new Kernel.RandomStreams(7)[Path.GetFileName(path)];
            for (int i = 0; i < 12; i++)
            {
                int length = random.Next(bytes.Length - 100);
                Assert.False(WfpExport.TryRead(new MemoryStream(bytes, 0, length), out _, out PolicyError? error));
                Assert.InRange(error!.Line, 1, 1 + bytes.AsSpan(0, length).Count((byte)'\n'));
            }
        }
    }

    public static TheoryData<string> Floods =>
    [
        "<a/>", "<a><b>x</b></a>", "<item/>", "<item><filterKey>{00000000-0000-0000-0000-000000000001}</filterKey></item>", "          ", "\n", "<!--x-->",
        "<?y z?>", "<![CDATA[x]]>", "text ", "<a>0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef</a>",
    ];

    [Theory]
    [MemberData(nameof(Floods))]
    public void TryRead_HundredMegabytes_AreRefusedAtTheLimitInBoundedMemory(string flood)
    {
        using FloodStream stream = new("<wfpdiag><filters>\n", flood, 100 << 20);
        Assert.False(WfpExport.TryRead(stream, out _, out PolicyError? error));

        Assert.NotEqual(0, error!.Line);
        Assert.InRange(stream.PeakMemory, 0, MemoryLimit);
        Assert.InRange(stream.Position, 1, ExportText.MaxBytes + (1 << 20));
    }

    [Theory]
    [InlineData("          ")]
    [InlineData("<a/>")]
    public void TryRead_GzipBomb_IsRefusedInBoundedMemory(string flood)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (FloodStream bomb = new("<wfpdiag>", flood, 100 << 20))
        {
            bomb.CopyTo(gzip);
        }

        packed.Position = 0;
        Assert.False(WfpExport.TryRead(packed, out _, out PolicyError? error));
        Assert.Contains("than", error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    public void TryRead_EveryEncodingOfUnicode_IsRead(string name, bool withMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + OneFilter.Replace(">n<", ">\u00FCml\u00E4ut\u00A9<", StringComparison.Ordinal);
        byte[] bytes = [.. withMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        Assert.True(WfpExport.TryRead(new MemoryStream(bytes), out WfpExport? export, out PolicyError? error), error?.ToString());

        Assert.Equal("\u00FCml\u00E4ut\u00A9", export.Filters[0].Filter.Name);
    }

    [Fact]
    public void TryRead_NoUnicode_NamesTheLine()
    {
        byte[] bytes = Encoding.Latin1.GetBytes(OneFilter.Replace(">n<", ">\u00FCber<", StringComparison.Ordinal));
        Assert.False(WfpExport.TryRead(new MemoryStream(bytes), out _, out PolicyError? error));
        Assert.Equal((2, "<name>"), (error!.Line, error.Element));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml at all")]
    [InlineData("{\"json\":1}")]
    [InlineData("<html><body/></html>")]
    [InlineData("<wfpdiag/>")]
    [InlineData("<wfpstate/>")]
    [InlineData("<wfpdiag><filters><item/></filters></wfpdiag>")]
    [InlineData("<wfpstate><layers><item/></layers></wfpstate>")]
    public void TryRead_NoExport_IsRefused(string text) => Assert.NotEqual(0, Error(text).Line);

    [Fact]
    public void TryRead_MutatedExports_NeverThrow()
    {
        Kernel.RandomStream random = new Kernel.RandomStreams(3)["export fuzz"];
        byte[] good = Encoding.UTF8.GetBytes(OneFilter);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] bytes = [.. good];
            for (int change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Chance(0.5) ? (byte)random.Next(256) : good[random.Next(good.Length)];
            }

            Use(bytes);
        }
    }

    [Fact]
    public void TryRead_PartsOfExportsInAnyOrder_NeverThrow()
    {
        Kernel.RandomStream random = new Kernel.RandomStreams(4)["export fuzz"];
        string[] parts = [.. WfpExport.Of(new FilterEngine()).Write().Split('\n')[..400], .. OneFilter.Split('\n')];
        for (int i = 0; i < 500; i++)
        {
            List<string> lines = [.. parts];
            for (int change = random.Next(6); change >= 0; change--)
            {
                int from = random.Next(lines.Count - 20);
                int count = random.Next(20);
                List<string> piece = lines.GetRange(from, count);
                lines.RemoveRange(from, random.Chance(0.5) ? count : 0);
                lines.InsertRange(random.Next(lines.Count), piece);
            }

            Use(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        }
    }

    private const string OneFilter = """
        <wfpdiag><filters><item><filterKey>{00000000-0000-0000-0000-000000000001}</filterKey>
        <displayData><name>n</name><description/></displayData><flags/>
        <layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey>
        <subLayerKey>FWPM_SUBLAYER_UNIVERSAL</subLayerKey>
        <weight><type>FWP_UINT8</type><uint8>3</uint8></weight>
        <filterCondition numItems="2"><item><fieldKey>FWPM_CONDITION_IP_REMOTE_PORT</fieldKey><matchType>FWP_MATCH_RANGE</matchType>
        <conditionValue><type>FWP_RANGE_TYPE</type><rangeValue><valueLow><type>FWP_UINT16</type><uint16>1</uint16></valueLow>
        <valueHigh><type>FWP_UINT16</type><uint16>9</uint16></valueHigh></rangeValue></conditionValue></item>
        <item><fieldKey>FWPM_CONDITION_ALE_USER_ID</fieldKey><matchType>FWP_MATCH_EQUAL</matchType>
        <conditionValue><type>FWP_SECURITY_DESCRIPTOR_TYPE</type><sd>O:SYG:SYD:(A;;CC;;;WD)</sd></conditionValue></item></filterCondition>
        <action><type>FWP_ACTION_BLOCK</type><filterType/></action>
        <rawContext>0</rawContext><filterId>7</filterId></item></filters></wfpdiag>
        """;

    // Whatever was read can be enforced, asked, checked and written.
    private static void Use(byte[] bytes)
    {
        bool read = WfpExport.TryRead(new MemoryStream(bytes), out WfpExport? export, out PolicyError? error);
        Assert.Equal(read, export is not null);
        Assert.Equal(!read, error is not null);
        if (export is null)
        {
            return;
        }

        ImportedPolicy policy = ImportedPolicy.Load(export);
        PolicyLint.Check(policy);
        WeightReport.Of(export);
        Assert.True(WfpExport.TryRead(Stream(export.Write()), out WfpExport? again, out error), error?.ToString());
        Assert.Equal(export.Write(), again.Write());
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static byte[] Packed(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Unpacked(string path)
    {
        using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static PolicyError Error(string text)
    {
        Assert.False(WfpExport.TryRead(Stream(text), out _, out PolicyError? error));
        return error!;
    }
}
