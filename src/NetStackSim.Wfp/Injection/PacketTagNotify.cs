using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Hears of packets with a tagged context (<c>FWPS_NET_BUFFER_LIST_NOTIFY_FN0</c>). IRQL at most Dispatch.</summary>
/// <param name="happened">What happened.</param>
/// <param name="context">The context.</param>
/// <param name="tag">The tag.</param>
/// <param name="list">The packet.</param>
/// <param name="other">The clone; null for other events.</param>
public delegate void PacketTagNotify(PacketTagEvent happened, ulong context, uint tag, NetBufferList list, NetBufferList? other);
