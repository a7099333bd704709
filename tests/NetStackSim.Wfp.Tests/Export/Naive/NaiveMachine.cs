using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetStackSim.Wfp.Tests;

/// <summary>
/// Answers questions about an export with nothing but the XML and the specification: shares no code with the library, so that both are
/// wrong only where the specification was read wrongly twice.
/// </summary>
internal sealed class NaiveMachine
{
    private readonly Dictionary<string, int> _subLayers = [];
    private readonly HashSet<string> _layers = [];

    private NaiveMachine(XElement root)
    {
        Filters = [.. root.Descendants("filterKey").Select(static k => new NaiveFilter(k.Parent!)).Where(static f => f.IsEnforced)];
        foreach (XElement subLayer in root.Descendants("subLayers").Elements())
        {
            _subLayers[subLayer.Element("subLayerKey")!.Value] = int.Parse(subLayer.Element("weight")!.Value, CultureInfo.InvariantCulture);
        }

        // A list of filters is sorted by sublayer; a later one is a lighter one.
        IEnumerable<string> listed = _subLayers.Count > 0 ? [] : root.Descendants("layerKey").Select(static k => k.Value);
        IEnumerable<string> described = root.Descendants("layer").Select(static l => l.Element("layerKey")?.Value ?? string.Empty);
        _layers = [.. listed, .. described];
    }

    internal IReadOnlyList<NaiveFilter> Filters { get; }

    internal static NaiveMachine Read(string path)
    {
        using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(gzip);
        string text = Regex.Replace(reader.ReadToEnd(), @"<\?xml[^>]*\?>", string.Empty);
        return new NaiveMachine(XElement.Parse("<all>" + text + "</all>"));
    }

    internal NaiveAnswer Answer(JsonElement question, bool unregistered, bool oldest)
    {
        string layer = NaiveQuestion.Layer(question);
        if (!_layers.Contains(layer))
        {
            return new NaiveAnswer("undecidable", true, 0, false, string.Empty);
        }

        Dictionary<string, object> values = NaiveQuestion.Values(question);
        List<NaiveFilter> here = [.. Filters.Where(f => f.Layer == layer)];
        List<string> order = [.. here.Select(static f => f.SubLayer).Distinct()];
        string? current = null;
        ulong final = 0;
        bool right = true;
        List<string> terminating = [];
        foreach (string subLayer in order.OrderByDescending(s => _subLayers.Count > 0 ? _subLayers[s] : -order.IndexOf(s)))
        {
            IEnumerable<NaiveFilter> filters = here.Where(f => f.SubLayer == subLayer).OrderByDescending(static f => f.Weight);
            filters = oldest ? ((IOrderedEnumerable<NaiveFilter>)filters).ThenBy(static f => f.Id) : ((IOrderedEnumerable<NaiveFilter>)filters).ThenByDescending(static f => f.Id);
            foreach (NaiveFilter filter in filters.Where(f => f.Matches(values)))
            {
                if (Opinion(filter, unregistered) is not { } opinion)
                {
                    continue;
                }

                terminating.Add($"{subLayer} {filter.Id} {opinion.Action}");
                if (right)
                {
                    (current, final, right) = (opinion.Action, filter.Id, !opinion.Hard);
                }

                break;
            }
        }

        return new NaiveAnswer(current ?? "permit", current is null, final, !right, string.Join(", ", terminating));
    }

    private static (string Action, bool Hard)? Opinion(NaiveFilter filter, bool unregistered) => filter.Action switch
    {
        "FWP_ACTION_BLOCK" => ("block", true),
        "FWP_ACTION_PERMIT" => ("permit", filter.Flags.Contains("FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT")),
        _ when !unregistered || filter.Action == "FWP_ACTION_CALLOUT_INSPECTION" => null,
        _ when filter.Flags.Contains("FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED") => ("permit", false),
        _ => ("block", true),
    };
}
