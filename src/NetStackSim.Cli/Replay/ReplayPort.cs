using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Cli.Replay;

/// <summary>The wire before the host's card: brings the frames of a capture, takes what the host sends.</summary>
internal sealed class ReplayPort(WireContext wire, MacAddress hostMac, Action<Frame> sent) : IWirePort, IEventTarget
{
    /// <summary>Frames from here have this in the upper 16 bits of their correlation id, the number in the lower ones.</summary>
    public const ulong CorrelationBase = 0xFFFEUL << 48;

    private static readonly MacAddress SomebodyMac = new(0x0200_0000_0001);

    private FrameQueue _waiting;

    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    public IWirePort? Peer { get; set; }

    /// <summary>Single frames with complete checksums: what comes out is looked at.</summary>
    public WireCapabilities Capabilities => new(SegmentationType.None, false, int.MaxValue);

    /// <inheritdoc/>
    public void Receive(ref FrameChain frames)
    {
        while (frames.RemoveFirst() is { } frame)
        {
            sent(frame);
            frame.Release();
        }
    }

    /// <inheritdoc/>
    public void OnLinkStateChanged(bool up)
    {
    }

    /// <summary>Lets a frame arrive at a time.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="type">Ethernet, or raw IP that gets an Ethernet header here.</param>
    /// <param name="number">The number of the frame.</param>
    /// <param name="dueNs">When.</param>
    /// <returns>False when the frame is longer than a frame can be.</returns>
    public bool TrySend(ReadOnlySpan<byte> data, LinkType type, long number, long dueNs)
    {
        int header = type == LinkType.Ethernet ? 0 : EthernetHeader.Size;
        if (!wire.Frames.TryRent(header + data.Length, out Frame? frame))
        {
            return false;
        }

        if (header > 0)
        {
            ushort etherType = !data.IsEmpty && data[0] >> 4 == 6 ? EtherTypes.IPv6 : EtherTypes.IPv4;
            EthernetHeader.Write(frame.Data, hostMac, SomebodyMac, etherType);
        }

        data.CopyTo(frame.Data[header..]);
        frame.CorrelationId = CorrelationBase | (ulong)number;
        _waiting.Enqueue(frame);
        wire.Loop.Schedule(dueNs, EventClass.WireArrival, this, 0);
        return true;
    }

    void IEventTarget.OnEvent(int token)
    {
        if (_waiting.Dequeue() is { } frame)
        {
            FrameChain chain = default;
            chain.Add(frame);
            Peer!.Receive(ref chain);
        }
    }
}
