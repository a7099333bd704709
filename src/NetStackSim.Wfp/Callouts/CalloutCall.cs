namespace NetStackSim.Wfp;

/// <summary>The innermost call of a callout that is running: what functions that it calls are judged by.</summary>
/// <param name="Filter">The filter through which it was called; null outside of calls.</param>
/// <param name="LayerData">What it was shown.</param>
/// <param name="CanWrite">Whether it was given the action right.</param>
/// <param name="AwaitsAle">Whether ALE has still to classify the packet.</param>
internal readonly record struct CalloutCall(RuntimeFilter? Filter, object? LayerData, bool CanWrite, bool AwaitsAle)
{
    /// <summary>True inside a call.</summary>
    internal bool IsRunning => Filter is not null;

    /// <summary>True when a list belongs to what the call was shown.</summary>
    internal bool Shows(Ndis.NetBufferList list)
    {
        Ndis.NetBufferList? shown = LayerData as Ndis.NetBufferList ?? (LayerData as StreamCalloutPacket)?.Data;
        while (shown is not null && shown != list)
        {
            shown = shown.Next;
        }

        return shown is not null;
    }
}
