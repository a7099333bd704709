namespace NetStackSim.Wfp.Tests;

/// <summary>An engine with a session and three sublayers, and short ways to add filters and callouts.</summary>
internal sealed class TestPolicy
{
    private readonly Dictionary<string, Guid> _callouts = [];

    internal TestPolicy(LayerId layer = LayerId.AleAuthConnectV4, WfpSemantics? semantics = null, LayerCatalog? catalog = null)
    {
        Engine = new FilterEngine(semantics: semantics, catalog: catalog);
        Session = Engine.Open();
        Layer = Engine.Layer((ushort)layer);
        Values = new ClassifyValues(Layer.Schema);
        S1 = AddSubLayer("S1", 0x1000);
        S2 = AddSubLayer("S2", 0x2000);
        S3 = AddSubLayer("S3", 0x3000);
    }

    internal FilterEngine Engine { get; }

    internal EngineSession Session { get; }

    internal EngineLayer Layer { get; }

    internal ClassifyValues Values { get; }

    /// <summary>True when the layer may refuse filters, or some actions; a refused filter has the id 0.</summary>
    internal bool RefusesFilters { get; init; }

    internal Guid S1 { get; }

    internal Guid S2 { get; }

    internal Guid S3 { get; }

    internal Guid AddSubLayer(string name, ushort weight)
    {
        Assert.True(Session.SubLayerAdd(new SubLayer { Name = name, Weight = weight }, out Guid key).IsSuccess);
        return key;
    }

    internal FilterCondition On(string field, FwpMatchType match, FwpValue value) => new(Layer.Schema.FindField(field)!.Key, match, value);

    internal ulong Add(
        Guid subLayer,
        FilterActionType action,
        ulong? weight = null,
        FilterFlags flags = FilterFlags.None,
        Guid callout = default,
        params FilterCondition[] conditions)
    {
        Filter filter = new()
        {
            Name = $"{action} {weight}",
            LayerKey = Layer.Schema.Key,
            SubLayerKey = subLayer,
            Action = action,
            Weight = weight is { } given ? FwpValue.UInt64(given) : FwpValue.Empty,
            Flags = flags,
            CalloutKey = callout,
            Conditions = conditions,
        };
        Kernel.NtStatus status = Session.FilterAdd(filter, out ulong id);
        bool isRefused = RefusesFilters && (status == FwpStatus.IncompatibleLayer || status == FwpStatus.ActionIncompatibleWithLayer);
        Assert.True(status.IsSuccess || isRefused, status.Name);
        return id;
    }

    internal Guid AddCallout(string name, ICallout? implementation, CalloutFlags flags = CalloutFlags.None)
    {
        Callout callout = new() { Key = new Guid(1000 + _callouts.Count, 0, 0, new byte[8]), Name = name, ApplicableLayer = Layer.Schema.Key };
        _callouts.Add(name, callout.Key);
        Assert.True(Session.CalloutAdd(callout, out _).IsSuccess);
        if (implementation is not null)
        {
            Assert.True(Engine.Callouts.Register(callout.Key, implementation, flags, out _).IsSuccess);
        }

        return callout.Key;
    }

    internal ClassifyResult Classify()
    {
        ClassifyMetadata metadata = default;
        Layer.Classify(Values, ref metadata, null, out ClassifyResult result);
        return result;
    }
}
