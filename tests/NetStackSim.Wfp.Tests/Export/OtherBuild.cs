using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace NetStackSim.Wfp.Tests;

/// <summary>States as an older or a newer Windows build might write them, made from the state of a real machine.</summary>
internal sealed class OtherBuild
{
    private static readonly string[] NoLayersOfOlder = ["FWPM_LAYER_OUTBOUND_NETWORK_CONNECTION_POLICY_V4", "FWPM_LAYER_OUTBOUND_NETWORK_CONNECTION_POLICY_V6"];

    private OtherBuild(string path)
    {
        using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(gzip);
        string text = reader.ReadToEnd();
        const string end = "</wfpstate>";
        State = XElement.Parse(text[text.IndexOf("<wfpstate>", StringComparison.Ordinal)..(text.IndexOf(end, StringComparison.Ordinal) + end.Length)]);
    }

    internal XElement State { get; }

    internal IEnumerable<XElement> Layers => State.Element("layers")!.Elements("item");

    /// <summary>Fields and layers are gone, other layers have other ids, and nobody says what the weights became.</summary>
    internal static OtherBuild Older(string path, params string[] fields)
    {
        OtherBuild build = new(path);
        build.Layers.Where(static l => NoLayersOfOlder.Contains(KeyOf(l))).Remove();
        build.State.Descendants("field").Elements("item").Where(f => fields.Any(n => f.Element("fieldKey")!.Value.StartsWith("FWPM_CONDITION_" + n, StringComparison.Ordinal))).Remove();
        build.State.Descendants("effectiveWeight").Remove();
        build.Renumber(-2, first: 87);
        return build;
    }

    /// <summary>Fields, layers, flags, elements, types, match types and actions that nobody knows.</summary>
    internal static OtherBuild Newer(string path)
    {
        OtherBuild build = new(path);
        build.Renumber(+4, first: 83);
        foreach (XElement layer in build.Layers.Where(static l => KeyOf(l).Contains("_ALE_", StringComparison.Ordinal)))
        {
            build.AddField(layer, "FWPM_CONDITION_RESERVED7", "FWP_BYTE_BLOB_TYPE");
            build.AddField(layer, "FWPM_CONDITION_FUTURE", "FWP_UINT32");
            build.AddField(layer, "{5eed5eed-0000-4000-8000-000000000001}", "FWP_FUTURE_TYPE");
        }

        XElement future = new(build.Layers.First(static l => KeyOf(l) == "FWPM_LAYER_ALE_AUTH_CONNECT_V4"));
        future.Element("layer")!.SetElementValue("layerKey", "FWPM_LAYER_FUTURE_V4");
        future.Element("layer")!.SetElementValue("layerId", "110");
        future.Element("callouts")!.RemoveAll();
        XElement[] filters = [.. future.Element("filters")!.Elements().Where(static f => f.Element("weight")!.Element("uint64") is null && f.Descendants("matchType").Any()).Take(3)];
        future.Element("filters")!.ReplaceAll(filters.Select(static (f, i) => Copy(f, i, "FWPM_LAYER_FUTURE_V4")));
        build.State.Element("layers")!.Add(future);
        XElement connect = build.Layers.First(static l => KeyOf(l) == "FWPM_LAYER_ALE_AUTH_CONNECT_V4").Element("filters")!;
        connect.Add(Changed(filters[0], 10, static f => f.Element("action")!.SetElementValue("type", "FWP_ACTION_BITMAP_INDEX_SET")));
        connect.Add(Changed(filters[0], 11, static f => f.Descendants("matchType").First().Value = "FWP_MATCH_FUTURE"));
        connect.Add(Changed(filters[0], 12, static f => f.Descendants("conditionValue").First().ReplaceNodes(new XElement("type", "FWP_FUTURE_TYPE"), new XElement("future", "1"))));
        foreach (XElement filter in connect.Elements().Where(static (_, i) => i % 5 == 0))
        {
            filter.Element("flags")!.Add(new XElement("item", "FWPM_FILTER_FLAG_FUTURE"));
            filter.Add(new XElement("future", new XElement("origin", "x")));
        }

        build.State.Add(new XElement("future", new XElement("item", "1")));
        return build;
    }

    /// <summary>The text in the shape of <c>netsh</c>.</summary>
    internal string Text()
    {
        StringBuilder text = new("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        Write(text, State, 0);
        return text.ToString();
    }

    internal WfpExport Import()
    {
        bool read = WfpExport.TryRead(new MemoryStream(Encoding.UTF8.GetBytes(Text())), out WfpExport? export, out PolicyError? error);
        Assert.True(read, error?.ToString());
        return export!;
    }

    internal static string KeyOf(XElement layer) => layer.Element("layer")!.Element("layerKey")!.Value;

    private static XElement Changed(XElement filter, int number, Action<XElement> change)
    {
        XElement copy = Copy(filter, number, filter.Element("layerKey")!.Value);
        change(copy);
        return copy;
    }

    private static XElement Copy(XElement filter, int number, string layer)
    {
        XElement copy = new(filter);
        copy.SetElementValue("filterKey", $"{{00000000-0000-4000-8000-{number:x12}}}");
        copy.SetElementValue("filterId", (9_000_000 + number).ToString(CultureInfo.InvariantCulture));
        copy.SetElementValue("layerKey", layer);
        return copy;
    }

    private static void Write(StringBuilder text, XElement element, int depth)
    {
        XElement[] children = [.. element.Elements()];
        text.Append('\t', depth).Append('<').Append(element.Name.LocalName);
        if (element.Attribute("numItems") is not null && children.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" numItems=\"{children.Length}\"");
        }

        if (children.Length == 0)
        {
            string content = element.FirstNode?.ToString() ?? string.Empty;
            text.Append(content.Length == 0 ? "/>\n" : $">{content}</{element.Name.LocalName}>\n");
            return;
        }

        text.Append(">\n");
        foreach (XElement child in children)
        {
            Write(text, child, depth + 1);
        }

        text.Append('\t', depth).Append("</").Append(element.Name.LocalName).Append(">\n");
    }

    private void AddField(XElement layer, string key, string type) =>
        layer.Element("layer")!.Element("field")!.Add(
            new XElement("item", new XElement("fieldKey", key), new XElement("type", "FWPM_FIELD_RAW_DATA"), new XElement("dataType", type)));

    // Ids from 83 up differ between builds.
    private void Renumber(int by, int first)
    {
        foreach (XElement id in State.Descendants("layerId"))
        {
            int number = int.Parse(id.Value, CultureInfo.InvariantCulture);
            id.Value = (number < first ? number : number + by).ToString(CultureInfo.InvariantCulture);
        }
    }
}
