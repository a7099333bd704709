namespace DiscardLogger;

/// <summary>What was discarded at a layer.</summary>
internal sealed class LayerTally(string layer)
{
    /// <summary>The layer.</summary>
    public string Layer => layer;

    /// <summary>Everything, whatever the reason.</summary>
    public long Total { get; set; }

    /// <summary>What a filter blocked.</summary>
    public long Policy { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{layer,-32} {Total,3} discarded, {Policy,3} by firewall policy";
}
