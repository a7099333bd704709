using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

// Segments without data: SYN, SYN-ACK, reset, probes, and the answers to segments that belong to no connection.
internal sealed partial class TcpOutput
{
    /// <summary>Lists came back from below.</summary>
    public void Release(ref NetBufferListChain chain) => _builder.Release(ref chain);

    /// <summary>Sends the SYN of an active open, or the SYN-ACK of a simultaneous one. Its window is never scaled (RFC 7323 section 2.2).</summary>
    public void SendSyn(TcpConnection connection, bool acknowledge)
    {
        if (!connection.TryRefreshPath())
        {
            return;
        }

        bool isV4 = connection.RemoteEndpoint.Address.IsV4;
        TcpOptions options = default;
        TcpHandshake.OfferOptions(ref options, tcp.Profile, connection.Path!.Mtu, isV4);
        if (acknowledge)
        {
            TcpHandshake.LimitToAgreed(ref options, connection.UsesScale, connection.UsesSack, connection.UsesTimestamps);
        }

        if (options.HasTimestamps)
        {
            options.SetTimestamps(connection.TimestampNow, acknowledge ? connection.RecentTimestamp : 0);
        }

        ControlSegment segment = ForConnection(connection, TcpFlags.Syn | (acknowledge ? TcpFlags.Ack : TcpFlags.None));
        segment.Sequence = connection.SendState.Initial;
        segment.Acknowledgment = acknowledge ? connection.ReceiveState.Next : default;
        segment.Window = (ushort)Math.Min(tcp.Profile.TcpSynWindow, ushort.MaxValue);
        segment.Options.Length = options.Write(segment.Options.Room);
        Emit(segment, connection.Path!);
    }

    /// <summary>Sends or repeats the SYN-ACK of a half-open request.</summary>
    public void SendSynAck(TcpHalfOpen request)
    {
        if (!tcp.TryRefreshPath(request))
        {
            return;
        }

        TcpOptions options = default;
        TcpHandshake.OfferOptions(ref options, tcp.Profile, request.Path.Mtu, request.RemoteEndpoint.Address.IsV4);
        TcpHandshake.LimitToAgreed(ref options, request.UsesScale, request.UsesSack, request.UsesTimestamps);
        if (request.UsesTimestamps)
        {
            options.SetTimestamps(TimestampOf(request.TimestampOffset), request.RecentTimestamp);
        }

        ControlSegment segment = new()
        {
            Local = request.LocalEndpoint,
            Remote = request.RemoteEndpoint,
            Flags = TcpFlags.SynAck,
            Sequence = request.SendInitial,
            Acknowledgment = request.ReceiveInitial + 1,
            Window = TcpHandshake.SynAckWindow(tcp.Profile, request.UsesScale, request.PeerSegmentSize),
        };
        segment.Options.Length = options.Write(segment.Options.Room);
        Emit(segment, request.Path);
    }

    /// <summary>Resets a connection of ours: RST and ACK at SND.NXT (TCP-051).</summary>
    public void SendReset(TcpConnection connection)
    {
        if (connection.Silent || !connection.TryRefreshPath())
        {
            return;
        }

        ControlSegment segment = ForConnection(connection, TcpFlags.RstAck);
        segment.Sequence = connection.SendState.Next;
        segment.Acknowledgment = connection.ReceiveState.Next;
        tcp.Statistics.OutResets++;
        Emit(segment, connection.Path!);
    }

    /// <summary>Answers a segment with a reset as RFC 9293 section 3.5.2 says. Never called for a segment that is a reset itself.</summary>
    public void ReplyReset(in TcpSegment received, in NetworkLayerInfo network)
    {
        if (!tcp.ResetLimiter.TryTake(tcp.Now))
        {
            tcp.Kernel.Drops.Count(TcpDrops.ResetRateLimited.Reason);
            return;
        }

        ControlSegment segment = new()
        {
            Local = new IpEndpoint(network.Destination, received.LocalPort),
            Remote = new IpEndpoint(network.Source, received.RemotePort),
        };
        if (received.HasAny(TcpFlags.Ack))
        {
            // Without the ACK flag the field means nothing; Windows repeats the number there instead of sending zero.
            segment.Flags = TcpFlags.Rst;
            segment.Sequence = received.Acknowledgment;
            segment.Acknowledgment = received.Acknowledgment;
        }
        else
        {
            segment.Flags = TcpFlags.RstAck;
            segment.Acknowledgment = received.End;
        }

        tcp.Statistics.OutResets++;
        Reply(segment);
    }

    /// <summary>Resets a half-open request.</summary>
    public void SendReset(TcpHalfOpen request)
    {
        if (!tcp.TryRefreshPath(request))
        {
            return;
        }

        ControlSegment segment = new()
        {
            Local = request.LocalEndpoint,
            Remote = request.RemoteEndpoint,
            Flags = TcpFlags.RstAck,
            Sequence = request.SendInitial + 1,
            Acknowledgment = request.ReceiveInitial + 1,
        };
        tcp.Statistics.OutResets++;
        Emit(segment, request.Path);
    }

    /// <summary>Acknowledges for a half-open request.</summary>
    public void ReplyAck(TcpHalfOpen request)
    {
        ControlSegment segment = new()
        {
            Local = request.LocalEndpoint,
            Remote = request.RemoteEndpoint,
            Flags = TcpFlags.Ack,
            Sequence = request.SendInitial + 1,
            Acknowledgment = request.ReceiveInitial + 1,
            Window = (ushort)(tcp.Profile.TcpSynAckWindow >> (request.UsesScale ? tcp.Profile.TcpWindowScale : 0)),
        };
        AddTimestamps(ref segment, request.UsesTimestamps, TimestampOf(request.TimestampOffset), request.RecentTimestamp);
        Reply(segment);
    }

    /// <summary>Acknowledges for a connection in TIME-WAIT.</summary>
    public void ReplyAck(TcpTimeWait entry)
    {
        ControlSegment segment = new()
        {
            Local = entry.LocalEndpoint,
            Remote = entry.RemoteEndpoint,
            Flags = TcpFlags.Ack,
            Sequence = entry.SendNext,
            Acknowledgment = entry.ReceiveNext,
            Window = entry.Window,
        };
        AddTimestamps(ref segment, entry.HasTimestamps, TimestampOf(entry.TimestampOffset), entry.RecentTimestamp);
        Reply(segment);
    }

    /// <summary>Sends a keep-alive probe: a sequence number that the peer has acknowledged, so that it must answer (RFC 9293 section 3.8.4).</summary>
    public void SendKeepAlive(TcpConnection connection)
    {
        if (connection.Silent || !connection.TryRefreshPath())
        {
            return;
        }

        ControlSegment segment = ForConnection(connection, TcpFlags.Ack);
        segment.Sequence = connection.SendState.Next - 1;
        segment.Acknowledgment = connection.ReceiveState.Next;
        segment.Window = connection.ReceiveState.Advertise(connection.ReceiveSegmentSize);
        AddTimestamps(ref segment, connection.UsesTimestamps, connection.TimestampNow, connection.RecentTimestamp);
        segment.GarbageByte = tcp.Profile.TcpKeepAliveGarbageByte;
        Emit(segment, connection.Path!);
    }

    /// <summary>Probes a closed window with one byte of new data, or with the byte of the last probe (RFC 9293 section 3.8.6.1).</summary>
    public void SendWindowProbe(TcpConnection connection)
    {
        if (connection.Silent || !connection.TryRefreshPath())
        {
            return;
        }

        PrepareTemplate(connection, out SegmentTemplate template);
        NetBufferListChain chain = default;
        if (connection.FlightSize > 0)
        {
            TryResend(connection, template, 0, ref chain);
        }
        else if (connection.Sends.Unsent > 0 || (connection.FinQueued && !connection.FinSent))
        {
            int length = (int)Math.Min(1, connection.Sends.Unsent);
            connection.Probing = TrySendNew(connection, template, length, ref chain);
        }

        if (!chain.IsEmpty)
        {
            tcp.Statistics.WindowProbes++;
            OnAckLeft(connection);
            HandOver(connection, ref chain);
        }
    }

    /// <summary>Probes the tail: new data when the peer's window allows, else the last segment again. The congestion window does not count.</summary>
    public void SendTailProbe(TcpConnection connection)
    {
        if (connection.Silent || !connection.TryRefreshPath())
        {
            return;
        }

        PrepareTemplate(connection, out SegmentTemplate template);
        NetBufferListChain chain = default;
        long fresh = Math.Min(Math.Min(connection.Sends.Unsent, connection.SendState.Usable), template.FullSegment);
        bool isNew = fresh > 0 && TrySendNew(connection, template, (int)fresh, ref chain);
        if (!isNew && !TryResend(connection, template, connection.Unacknowledged.IsolateLast(template.FullSegment), ref chain))
        {
            return;
        }

        tcp.Statistics.TailProbes++;
        connection.Probe.OnSent(connection.SendState.Next, !isNew);
        OnAckLeft(connection);
        HandOver(connection, ref chain);
    }

    private static ControlSegment ForConnection(TcpConnection connection, TcpFlags flags) => new()
    {
        Local = connection.LocalEndpoint,
        Remote = connection.RemoteEndpoint,
        Flags = flags,
        HopLimit = connection.HopLimit,
        TrafficClass = connection.TrafficClass,
    };

    private static void AddTimestamps(ref ControlSegment segment, bool agreed, uint value, uint echo)
    {
        if (agreed)
        {
            segment.Options.Length = TcpOptions.WriteTimestampsOnly(segment.Options.Room, value, echo);
        }
    }

    private uint TimestampOf(uint offset) => (uint)(tcp.Now / 1_000_000) + offset;

    // Answers without a connection find their way anew each time: they are rare.
    private void Reply(in ControlSegment segment)
    {
        if (tcp.Network.TryGetPath(segment.Remote.Address, segment.Local.Address, 0, out ITransportPath? path).IsSuccess && path is not null)
        {
            Emit(segment, path);
        }
        else
        {
            tcp.Kernel.Drops.Count(TcpDrops.SendUnreachable.Reason);
        }
    }

    private void Emit(in ControlSegment segment, ITransportPath path)
    {
        if (_builder.BuildControl(segment) is not { } list)
        {
            return;
        }

        NetBufferListChain chain = new(list);
        Leave(ref chain, path, segment.Local, segment.Remote);
    }
}
