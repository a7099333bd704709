using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>What the devices of one wire world share: links, switches and TAP ports that belong to no host.</summary>
public sealed class WireContext
{
    /// <summary>Makes a context with a frame pool of its own.</summary>
    /// <param name="loop">The loop that everything runs on.</param>
    public WireContext(EventLoop loop)
        : this(loop, new FramePool(loop))
    {
    }

    /// <summary>Makes a context over an existing pool.</summary>
    /// <param name="loop">The loop that everything runs on.</param>
    /// <param name="frames">The frames of the loop.</param>
    public WireContext(EventLoop loop, FramePool frames)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(frames);
        Loop = loop;
        Frames = frames;
    }

    /// <summary>The loop.</summary>
    public EventLoop Loop { get; }

    /// <summary>The frames of the loop.</summary>
    public FramePool Frames { get; }

    /// <summary>Drops between hosts, by reason.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>Where devices between hosts record what they do; null when nobody looks.</summary>
    public TraceRing? Trace { get; set; }

    /// <summary>Counts, records and releases a frame that goes no further.</summary>
    /// <param name="frame">The caller's frame; released.</param>
    /// <param name="reason">Why.</param>
    /// <param name="component">The device that drops, as it is called in <see cref="TraceRing.Component"/>.</param>
    public void Drop(Frame frame, in DropReason reason, string component)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Drops.Count(reason, frame.CorrelationId, frame.Length);
        Trace?.Write(new TraceEvent
        {
            TimeNs = Loop.Now,
            CorrelationId = frame.CorrelationId,
            Kind = TraceKind.Drop,
            Component = Trace.Component(component),
            Length = frame.Length,
            Arg0 = reason.Key,
        });
        frame.Release();
    }

    /// <summary>Records frames that pass a device between hosts; one branch while nobody looks.</summary>
    /// <param name="kind">What they do there.</param>
    /// <param name="frames">The frames; they stay with the caller.</param>
    /// <param name="component">The device, as it is called in <see cref="TraceRing.Component"/>.</param>
    public void Record(TraceKind kind, in FrameChain frames, string component)
    {
        if (Trace is { } trace)
        {
            Write(trace, kind, frames, component);
        }
    }

    /// <summary>Drops every frame of a chain for one reason.</summary>
    /// <param name="frames">The caller's frames; empty on return.</param>
    /// <param name="reason">Why.</param>
    /// <param name="component">The device that drops.</param>
    public void Drop(ref FrameChain frames, in DropReason reason, string component)
    {
        while (frames.RemoveFirst() is { } frame)
        {
            Drop(frame, reason, component);
        }
    }

    private void Write(TraceRing trace, TraceKind kind, in FrameChain frames, string component)
    {
        ushort id = trace.Component(component);
        for (Frame? frame = frames.Head; frame is not null; frame = frame.Next)
        {
            trace.Write(new TraceEvent
            {
                TimeNs = Loop.Now,
                CorrelationId = frame.CorrelationId,
                Kind = kind,
                Component = id,
                Length = frame.Length,
            });
        }
    }
}
