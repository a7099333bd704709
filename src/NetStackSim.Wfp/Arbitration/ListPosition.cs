using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Where the data of a list started before a callout saw it.</summary>
/// <param name="Buffer">The first buffer; null when the layer has no list.</param>
/// <param name="DataOffset">Its data offset.</param>
internal readonly record struct ListPosition(NetBuffer? Buffer, int DataOffset)
{
    /// <summary>The position of the list that a layer's data is, if it is one.</summary>
    internal static ListPosition Of(object? layerData) =>
        layerData is NetBufferList { FirstNetBuffer: { } first } ? new ListPosition(first, first.DataOffset) : default;

    /// <summary>True when the list is no longer as it was.</summary>
    internal bool HasMoved(object? layerData) => Buffer is not null && Of(layerData) != this;
}
