using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>One sublayer of the waterfall for one direction of one connection: its matching filters and what waits in front of it.</summary>
internal sealed class StreamStage(RuntimeFilter[] filters)
{
    /// <summary>The filters that match the connection, heaviest first.</summary>
    internal RuntimeFilter[] Filters { get; } = filters;

    /// <summary>Bytes that wait.</summary>
    internal StreamBuffer Input { get; } = new();

    /// <summary>Bytes that have to wait before the callout is asked again; 0 when it is not waiting for more.</summary>
    internal int Wanted { get; set; }

    /// <summary>Bytes that heavier sublayers removed since the last indication.</summary>
    internal int Missed { get; set; }

    /// <summary>The callout deferred the stream.</summary>
    internal bool IsDeferred { get; set; }

    /// <summary>The direction ended behind the input; not shown here yet.</summary>
    internal StreamInspectionFlags PendingEnd { get; set; }

    /// <summary>A callout blocked the end and has to inject it.</summary>
    internal bool KeepsEnd { get; set; }

    /// <summary>A callout took bytes out: it may put others in at any time.</summary>
    internal bool HasRemoved { get; set; }

    /// <summary>The callout that puts bytes in from outside of its calls: it takes all bytes out for the life of the stream. 0 for none.</summary>
    internal uint OutOfBandCallout { get; set; }

    /// <summary>True while nothing waits here.</summary>
    internal bool IsIdle => Input.Length == 0 && !IsDeferred && PendingEnd == StreamInspectionFlags.None;

    /// <summary>True while a callout waits, defers, works on copies or has an end to give back.</summary>
    internal bool IsBusy => !IsIdle || KeepsEnd || OutOfBandCallout != 0;

    /// <summary>Nobody waits here any more for a filter's callout, which wants to see no more of the connection.</summary>
    internal void Release(RuntimeFilter filter)
    {
        if (Array.IndexOf(Filters, filter) >= 0)
        {
            Wanted = 0;
            IsDeferred = false;
        }
    }

    /// <summary>True when a callout sits here.</summary>
    internal bool Holds(uint calloutId) => Array.Exists(Filters, f => f.Callout?.Id == calloutId);
}
