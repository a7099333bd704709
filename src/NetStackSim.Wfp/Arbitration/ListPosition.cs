using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Where the data of a layer's lists started before a callout saw them: all buffers of all lists.</summary>
/// <param name="Buffer">The first buffer; null when the layer has no list.</param>
/// <param name="Starts">The data starts and lengths of all buffers, in order.</param>
internal readonly record struct ListPosition(NetBuffer? Buffer, long Starts)
{
    /// <summary>The position of what a layer shows, if it shows lists.</summary>
    internal static ListPosition Of(object? layerData)
    {
        if (layerData is not NetBufferList { FirstNetBuffer: { } first } list)
        {
            return default;
        }

        long starts = 0;
        for (NetBufferList? one = list; one is not null; one = one.Next)
        {
            for (NetBuffer? buffer = one.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                starts = (((starts * 31) + buffer.DataOffset) * 31) + buffer.DataLength;
            }
        }

        return new ListPosition(first, starts);
    }

    /// <summary>True when the lists are no longer as they were.</summary>
    internal bool HasMoved(object? layerData) => Buffer is not null && Of(layerData) != this;
}
