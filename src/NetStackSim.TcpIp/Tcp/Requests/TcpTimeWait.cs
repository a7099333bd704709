using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What is left of a connection in TIME-WAIT: enough to answer a late FIN and to judge a new SYN (TCP-058, TCP-061).</summary>
internal sealed class TcpTimeWait : TcpTimedEntry
{
    /// <summary>RCV.NXT of the connection, its FIN counted.</summary>
    public SequenceNumber ReceiveNext;

    /// <summary>SND.NXT of the connection.</summary>
    public SequenceNumber SendNext;

    /// <summary>The window field of the last acknowledgment.</summary>
    public ushort Window;

    /// <summary>True when the connection used timestamps.</summary>
    public bool HasTimestamps;

    /// <summary>The peer's last timestamp.</summary>
    public uint RecentTimestamp;

    /// <summary>The offset of our timestamp clock.</summary>
    public uint TimestampOffset;

    /// <summary>The owning process, for listings.</summary>
    public int ProcessId;

    /// <inheritdoc/>
    public override TcpState State => TcpState.TimeWait;

    /// <summary>Takes over what must be remembered of a connection.</summary>
    public void Take(TcpConnection connection)
    {
        Id = connection.Id;
        LocalEndpoint = connection.LocalEndpoint;
        RemoteEndpoint = connection.RemoteEndpoint;
        Compartment = connection.Compartment;
        ReceiveNext = connection.ReceiveState.Next;
        SendNext = connection.SendState.Next;
        Window = (ushort)Math.Min(connection.ReceiveState.Window >> connection.ReceiveState.Shift, ushort.MaxValue);
        HasTimestamps = connection.UsesTimestamps;
        RecentTimestamp = connection.RecentTimestamp;
        TimestampOffset = connection.TimestampOffset;
        ProcessId = connection.Process?.Id ?? 0;
    }
}
