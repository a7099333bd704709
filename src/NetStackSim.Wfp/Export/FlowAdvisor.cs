namespace NetStackSim.Wfp;

/// <summary>Answers questions about an imported policy; for batches, so it compiles once and classifies with the fast engine.</summary>
public sealed class FlowAdvisor
{
    private readonly ImportedPolicy _policy;
    private readonly ImportedPolicy _otherTies;
    private readonly Dictionary<string, ClassifyValues> _values = [];

    private FlowAdvisor(ImportedPolicy policy, ImportedPolicy otherTies)
    {
        _policy = policy;
        _otherTies = otherTies;
    }

    /// <summary>The policy.</summary>
    public ImportedPolicy Policy => _policy;

    /// <summary>Loads an export.</summary>
    /// <param name="export">The export.</param>
    /// <param name="states">States of the same machine, for what a list of filters leaves out.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The advisor.</returns>
    public static FlowAdvisor Load(WfpExport export, IReadOnlyList<WfpExport>? states = null, ImportOptions? options = null)
    {
        options ??= new ImportOptions();
        ImportOptions reversed = options with { Ties = options.Ties == TieOrder.Oldest ? TieOrder.Newest : TieOrder.Oldest };
        return new FlowAdvisor(ImportedPolicy.Load(export, states, options), ImportedPolicy.Load(export, states, reversed));
    }

    /// <summary>Answers a question.</summary>
    /// <param name="question">The question.</param>
    /// <returns>The answer.</returns>
    public FlowAnswer Answer(FlowQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (_policy.Engine.Catalog.Find(question.LayerName) is not { } layer)
        {
            return Undecidable(question, "FWPM_LAYER_" + question.LayerName, "the machine has no such layer");
        }

        string symbol = "FWPM_LAYER_" + layer.Name;
        if (!_policy.Covers(layer))
        {
            return Undecidable(question, symbol, "the export leaves this layer out, which does not mean that it has no filter");
        }

        ClassifyValues values = ValuesOf(question, layer);
        ClassifyResult result = Classify(_policy, layer, values);
        ClassifyResult other = Classify(_otherTies, layer, values);
        List<TerminatingFilter> terminating = [];
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            terminating.Add(result.Terminating[i]);
        }

        return new FlowAnswer(
            question.Id,
            symbol,
            result.IsBlock ? "block" : "permit",
            result.IsDefault,
            result.Filter?.Definition,
            result.Filter is null ? string.Empty : _policy.SubLayerSymbol(result.Filter.SubLayer.Key),
            result.IsHard,
            terminating,
            other.Action != result.Action,
            Reason(result, values) + Missing(layer))
        {
            SubLayerSymbol = _policy.SubLayerSymbol,
        };
    }

    /// <summary>Explains a question in full: every filter of the layer and why it did or did not match.</summary>
    /// <param name="question">The question.</param>
    /// <param name="callouts">What callouts are taken to say.</param>
    /// <returns>The explanation; null when the machine has no such layer.</returns>
    public Explanation? Explain(FlowQuestion question, CalloutAssumption callouts = CalloutAssumption.Continue)
    {
        ArgumentNullException.ThrowIfNull(question);
        return _policy.Engine.Catalog.Find(question.LayerName) is { } layer
            ? Explainer.Explain(_policy.Engine.Layer(layer.Id), ValuesOf(question, layer), callouts)
            : null;
    }

    private static ClassifyResult Classify(ImportedPolicy policy, LayerSchema layer, ClassifyValues values)
    {
        ClassifyMetadata metadata = default;
        policy.Engine.Layer(layer.Id).Classify(values, ref metadata, null, out ClassifyResult result);
        return result;
    }

    private static string Reason(in ClassifyResult result, ClassifyValues values) => result.Filter is { } filter
        ? $"{(result.IsBlock ? "blocked" : "permitted")} by \"{filter.Definition.Name}\" in {Explainer.NameOf(filter.SubLayer)}: {Explainer.MatchedConditions(filter, values)}"
        : "no filter terminated: permitted by default";

    private string Missing(LayerSchema layer) => _policy.MissingFilters(layer) is var missing and > 0
        ? $"; {missing} filters of the layer were not understood and not asked"
        : string.Empty;

    private static FlowAnswer Undecidable(FlowQuestion question, string layer, string reason) =>
        new(question.Id, layer, "undecidable", false, null, string.Empty, false, [], false, reason);

    private ClassifyValues ValuesOf(FlowQuestion question, LayerSchema layer)
    {
        if (!_values.TryGetValue(layer.Name, out ClassifyValues? values))
        {
            _values.Add(layer.Name, values = new ClassifyValues(layer));
        }

        foreach (FieldSchema field in layer.Fields)
        {
            if (question.Values.TryGetValue(field.Name, out FwpValue value))
            {
                values.Set(field.Index, value);
            }
            else
            {
                values.SetEmpty(field.Index);
            }
        }

        return values;
    }
}
