namespace NetStackSim.Ndis;

/// <summary>How a protocol opens an adapter (NDIS_OPEN_PARAMETERS).</summary>
public sealed class OpenParameters
{
    /// <summary>
    /// EtherTypes in host order that NDIS is to dispatch to this binding; empty: everything that the packet filter lets through. A protocol that sorts by EtherType
    /// itself leaves it empty and spares NDIS a look at every frame.
    /// </summary>
    public IReadOnlyList<ushort> FrameTypes { get; init; } = [];
}
