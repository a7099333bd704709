namespace NetStackSim.Wfp;

/// <summary>What is kept of one block.</summary>
internal sealed class DropRecord
{
    private readonly FwpValue[] _values = new FwpValue[64];
    private LayerSchema? _layer;
    private long _timeNs;
    private ulong _correlationId;
    private ClassifyResult _result;

    /// <summary>The packet; 0 for none.</summary>
    internal ulong CorrelationId => _correlationId;

    /// <summary>Overwrites the record.</summary>
    internal void Set(long timeNs, ulong correlationId, ClassifyValues values, in ClassifyResult result)
    {
        _timeNs = timeNs;
        _correlationId = correlationId;
        _layer = values.Layer;
        _result.Keep(result);
        values.Span[..Math.Min(values.Count, _values.Length)].CopyTo(_values);
    }

    /// <summary>Puts the record into words.</summary>
    internal DropExplanation Explain()
    {
        ClassifyValues values = new(_layer!);
        for (int i = 0; i < values.Count && i < _values.Length; i++)
        {
            values.Set(i, _values[i]);
        }

        RuntimeFilter filter = _result.Filter!;
        List<DropOpinion> opinions = [];
        for (int i = 0; i < _result.Terminating.Count; i++)
        {
            TerminatingFilter item = _result.Terminating[i];
            opinions.Add(new DropOpinion(Explainer.NameOf(item.Filter.SubLayer), item.Filter.Id, item.Filter.Definition.Name, item.Action, item.Effect));
        }

        return new DropExplanation(
            _timeNs,
            _correlationId,
            _layer!.Name,
            filter.Id,
            filter.Definition.Name,
            Explainer.NameOf(filter.SubLayer),
            Explainer.MatchedConditions(filter, values),
            _result.IsVeto,
            Explainer.Named(values),
            opinions)
        {
            Provider = filter.Definition.ProviderKey is { } provider ? WellKnownNames.Provider(provider) : string.Empty,
        };
    }
}
