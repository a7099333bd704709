using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Inspection callouts at every layer of a family; notes which metadata and which fields were there: always, at times, or never.</summary>
internal sealed class FactRecorder(IpFamily family)
{
    private readonly SortedDictionary<string, Facts> _layers = new(StringComparer.Ordinal);
    private int _lastKey = 5000;

    /// <summary>Fields whose value had another type than the layer's schema says.</summary>
    internal SortedSet<string> WrongTypes { get; } = [];

    internal void Watch(SimHost host)
    {
        string other = family == IpFamily.V4 ? "_V6" : "_V4";
        EngineSession session = host.Filters!.Open();
        session.TransactionBegin();
        foreach (LayerSchema layer in host.Filters.Catalog.Layers)
        {
            if (LayerIndication.Of(layer).IsIndicated && !layer.Name.Contains(other, StringComparison.Ordinal))
            {
                Guid key = new(++_lastKey, 0, 0, new byte[8]);
                session.CalloutAdd(new Callout { Key = key, Name = layer.Name, ApplicableLayer = layer.Key }, out _);
                host.Filters.Callouts.Register(key, new Watcher(this, layer), CalloutFlags.None, out _);
                session.FilterAdd(new Filter { Name = layer.Name, LayerKey = layer.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _);
            }
        }

        session.TransactionCommit();
    }

    /// <summary>One line a layer: metadata that is there (a question mark: at times), then the fields that are empty (likewise).</summary>
    internal IEnumerable<string> Lines() => _layers.Select(static l => l.Key + l.Value);

    private void Note(LayerSchema layer, ClassifyValues values, in ClassifyMetadata metadata)
    {
        string name = layer.Name.Replace("_V4", string.Empty, StringComparison.Ordinal).Replace("_V6", string.Empty, StringComparison.Ordinal);
        if (!_layers.TryGetValue(name, out Facts? facts))
        {
            _layers.Add(name, facts = new Facts(layer));
        }

        facts.Add(values, metadata);
        foreach (FieldSchema field in layer.Fields)
        {
            FwpDataType type = values[field.Index].Type;
            if (type != FwpDataType.Empty && type != field.DataType)
            {
                WrongTypes.Add($"{layer.Name} {field.Name}: {type}, not {field.DataType}");
            }
        }
    }

    private sealed class Facts(LayerSchema layer)
    {
        private readonly int[] _filled = new int[layer.Fields.Length];
        private MetadataFields _always = (MetadataFields)uint.MaxValue;
        private MetadataFields _ever;
        private int _count;

        internal void Add(ClassifyValues values, in ClassifyMetadata metadata)
        {
            _count++;
            _always &= metadata.Present;
            _ever |= metadata.Present;
            for (int i = 0; i < _filled.Length; i++)
            {
                _filled[i] += values[i].IsEmpty ? 0 : 1;
            }
        }

        public override string ToString()
        {
            IEnumerable<string> metadata = Enum.GetValues<MetadataFields>().Where(f => f != 0 && (_ever & f) != 0).Select(f => (_always & f) != 0 ? $"{f}" : $"{f}?");
            IEnumerable<string> empty = layer.Fields.ToArray()
                .Where(f => _filled[f.Index] < _count && !f.Name.StartsWith("RESERVED", StringComparison.Ordinal))
                .Select(f => _filled[f.Index] == 0 ? f.Name : f.Name + "?");
            return $": {string.Join(' ', metadata)} | {string.Join(' ', empty)}";
        }
    }

    private sealed class Watcher(FactRecorder owner, LayerSchema layer) : ICallout
    {
        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
        {
            owner.Note(layer, values, metadata);
            output.Continue();
        }
    }
}
