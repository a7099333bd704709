using System.IO.Compression;
using System.Text;

namespace NetStackSim.Wfp.Tests;

public sealed class WfpExportTests
{
    [ExportFact]
    public void TryRead_EveryExport_FindsItsFilters()
    {
        int filters = 0;
        foreach (string path in ExportData.Files)
        {
            WfpExport export = ExportData.Read(path);
            filters += export.Filters.Count;
            Assert.Equal(path.Contains("wfpstate", StringComparison.Ordinal), export.IsState);
            Assert.Equal(export.IsState ? 99 : null, export.Catalog?.Layers.Length);
        }

        Assert.Equal(5938, filters);
    }

    [ExportFact]
    public void Write_EveryExport_IsEqualByteForByte()
    {
        foreach (string path in ExportData.Files)
        {
            string[] expected = Text(path).Split('\n');
            string[] actual = ExportData.Read(path).Write().Split('\n');
            for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
            {
                Assert.Equal((path, i, expected[i]), (path, i, actual[i]));
            }

            Assert.Equal(expected.Length, actual.Length);
        }
    }

    [Fact]
    public void TryRead_WrongValue_NamesLineAndElement()
    {
        PolicyError error = Error(OneFilter("<type>FWP_UINT8</type>\n<uint8>300</uint8>"));
        Assert.Equal(("<uint8>", 8), (error.Element, error.Line));
    }

    [Fact]
    public void TryRead_SecondDocumentBehindTheFirst_IsKept()
    {
        string two = "<?xml version=\"1.0\"?>\n<wfpdiag>\n\t<filters/>\n</wfpdiag>\n<?xml version=\"1.0\"?>\n<firewallState/>\n";
        Assert.True(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(two)), out WfpExport? export, out _));
        Assert.Contains("<firewallState/>", export.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_ByteOrderMarkAndUnknownFlag_Load()
    {
        string text = "\uFEFF" + OneFilter("<type>FWP_EMPTY</type>").Replace("<flags/>", "<flags numItems=\"1\"><item>0x40000</item></flags>", StringComparison.Ordinal);
        Assert.True(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out WfpExport? export, out PolicyError? error), error?.ToString());
        Assert.Equal(["0x40000"], export.Filters[0].FlagNames);
        Assert.Contains("<item>0x40000</item>", export.Write(), StringComparison.Ordinal);
    }

    [ExportFact]
    public void FiltersInOrder_StateAndListOfOneMachine_HaveTheSameOrder()
    {
        WfpExport state = ExportData.Read(ExportData.Files.Single(static p => p.EndsWith("b.wfpstate.xml.gz", StringComparison.Ordinal)));
        WfpExport list = ExportData.Read(ExportData.Files.Single(static p => p.EndsWith("b.filters.xml.gz", StringComparison.Ordinal)));
        HashSet<ulong> listed = [.. list.Filters.Select(static f => f.Filter.Id)];
        Assert.Equal(list.FiltersInOrder.Select(static f => f.Filter.Id), state.FiltersInOrder.Select(static f => f.Filter.Id).Where(listed.Contains));
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\uFEFF")]
    [InlineData("\r\n", "\uFEFF")]
    public void Write_LineEndsAndByteOrderMark_AreThoseOfTheFile(string lineEnd, string mark)
    {
        string text = mark + "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<wfpdiag>\n\t<filters/>\n\t<providers future=\"a&quot;b&amp;\"/>\n</wfpdiag>\n".Replace("\n", lineEnd, StringComparison.Ordinal);
        Assert.True(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out WfpExport? export, out PolicyError? error), error?.ToString());
        Assert.Equal(text, export.Write());
    }

    [Fact]
    public void Write_FilterWithElementsOfANewerBuild_KeepsThem()
    {
        string text = OneFilter("<type>FWP_EMPTY</type>").Replace("<rawContext>", "<future><item>1</item></future><rawContext>", StringComparison.Ordinal);
        Assert.True(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out WfpExport? export, out PolicyError? error), error?.ToString());
        Assert.Null(export.Filters[0].Unknown);
        Assert.Contains("<future>", export.Write(ExportPart.Filters), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_TwoLayersWithOneId_AreRefused()
    {
        string layer = "<item><layer><layerKey>{00000000-0000-0000-0000-00000000000X}</layerKey><layerId>7</layerId></layer></item>\n";
        string text = "<wfpstate><layers>" + layer.Replace('X', '1') + layer.Replace('X', '2') + "</layers></wfpstate>";
        Assert.False(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out _, out PolicyError? error));
        Assert.Equal((2, "<item>"), (error!.Line, error.Element));
    }

    private static string OneFilter(string weight) => $$"""
        <wfpdiag><filters><item><filterKey>{00000000-0000-0000-0000-000000000001}</filterKey>
        <displayData><name>n</name><description/></displayData><flags/>
        <layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey>
        <subLayerKey>FWPM_SUBLAYER_UNIVERSAL</subLayerKey>
        <filterCondition/>
        <weight>
        {{weight}}
        </weight>
        <action><type>FWP_ACTION_BLOCK</type><filterType/></action>
        <rawContext>0</rawContext><filterId>7</filterId></item></filters></wfpdiag>
        """;

    private static PolicyError Error(string text)
    {
        Assert.False(WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(text)), out _, out PolicyError? error));
        return error!;
    }

    private static string Text(string path)
    {
        using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
