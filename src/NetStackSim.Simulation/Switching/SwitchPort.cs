using NetStackSim.Kernel;
using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>A port of a <see cref="Switch"/>: what a device is plugged into.</summary>
public sealed class SwitchPort : IWirePort, IFrameDropSink
{
    private readonly Switch _switch;
    private FrameQueue _outgoing;

    internal SwitchPort(Switch owner, int number)
    {
        _switch = owner;
        Number = number;
        Name = $"{owner.Name}/{number}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The number, from 0.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public IWirePort? Peer { get; set; }

    /// <summary>A switch takes everything: it cuts and completes for each port what its device does not take.</summary>
    public WireCapabilities Capabilities => new(SegmentationType.All, true, _switch.Options.MaxFrameSize);

    /// <summary>Sees what passes the port; null when nobody looks.</summary>
    public IWireObserver? Observer { get; set; }

    /// <summary>Frames received from the device; an uncut large frame counts once.</summary>
    public long FramesIn { get; private set; }

    /// <summary>Frames sent to the device; an uncut large frame counts once.</summary>
    public long FramesOut { get; private set; }

    /// <inheritdoc/>
    public void Receive(ref FrameChain frames)
    {
        Observer?.OnFrames(_switch.Loop.Now, WireDirection.Inbound, frames);
        FramesIn += frames.Count;
        _switch.Record(TraceKind.WireIn, frames, Name);
        FrameAdapter.Adapt(ref frames, Capabilities, _switch.Frames, this);
        if (!frames.IsEmpty)
        {
            _switch.Accept(this, ref frames);
        }
    }

    /// <inheritdoc/>
    public void OnLinkStateChanged(bool up)
    {
        if (!up)
        {
            _switch.Forget(this);
        }
    }

    /// <inheritdoc/>
    void IFrameDropSink.Drop(Frame frame, in DropReason reason) => _switch.Drop(frame, reason);

    internal void Stage(Frame frame) => _outgoing.Enqueue(frame);

    /// <summary>Sends what was staged, as one chain.</summary>
    internal void Flush()
    {
        if (_outgoing.IsEmpty)
        {
            return;
        }

        FrameChain frames = default;
        _outgoing.MoveTo(ref frames);
        if (Peer is not { } device)
        {
            _switch.Drop(ref frames, WireDropReasons.Unplugged);
            return;
        }

        FrameAdapter.Adapt(ref frames, device.Capabilities, _switch.Frames, this);
        if (!frames.IsEmpty)
        {
            FramesOut += frames.Count;
            _switch.Record(TraceKind.WireOut, frames, Name);
            Observer?.OnFrames(_switch.Loop.Now, WireDirection.Outbound, frames);
            device.Receive(ref frames);
        }
    }
}
