using System.Buffers.Binary;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The echo requests of a host that wait for their reply. As on Windows all carry one identifier; the sequence number tells them apart.</summary>
internal sealed class EchoClients
{
    /// <summary>The identifier of every request (WIN-007).</summary>
    internal const ushort Identifier = 1;

    private readonly List<PendingEcho> _pending = [];
    private ushort _lastSequence;

    /// <summary>Requests that wait.</summary>
    internal int Count => _pending.Count;

    internal ushort NextSequence() => ++_lastSequence;

    internal void Add(PendingEcho echo) => _pending.Add(echo);

    internal void Remove(PendingEcho echo) => _pending.Remove(echo);

    /// <summary>True when somebody waits for a reply.</summary>
    internal bool IsExpected(NetBufferList list, ReadOnlySpan<byte> header) => Find(list.Network.Source.Family, header) is not null;

    /// <summary>Finds the request that a reply belongs to and completes it.</summary>
    internal void OnReply(NetBufferList list, ReadOnlySpan<byte> header) => Find(list.Network.Source.Family, header)?.OnReply(list);

    /// <summary>An ICMP error about one of the requests.</summary>
    internal void OnError(IpFamily family, in IcmpErrorInfo error)
    {
        if (error.Transport[0] == IcmpFormat.EchoRequest(family) && Find(family, error.Transport) is { } echo && echo.Destination == error.Remote)
        {
            echo.OnError(error.Reporter, error.Status);
        }
    }

    private PendingEcho? Find(IpFamily family, ReadOnlySpan<byte> header)
    {
        ushort identifier = BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        ushort sequence = BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
        foreach (PendingEcho echo in _pending)
        {
            if (identifier == Identifier && echo.Sequence == sequence && echo.Destination.Family == family)
            {
                return echo;
            }
        }

        return null;
    }
}
