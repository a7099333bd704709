using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>A connection whose client end is written by hand: the attacker knows every number.</summary>
internal sealed class RawConnection
{
    private readonly AttackRig _rig;
    private readonly bool _v6;

    private RawConnection(AttackRig rig, bool v6, ushort port)
    {
        _rig = rig;
        _v6 = v6;
        Port = port;
    }

    public ushort Port { get; }

    /// <summary>The next sequence number of ours: RCV.NXT of the host, unless the test lies.</summary>
    public uint Next { get; set; }

    /// <summary>The next sequence number of the host that we have not seen.</summary>
    public uint Expected { get; set; }

    /// <summary>The window that the host announced in its SYN-ACK and after it, scaled.</summary>
    public uint Window { get; private set; }

    /// <summary>Payload bytes that came.</summary>
    public int Received { get; private set; }

    /// <summary>True when the host reset the connection.</summary>
    public bool WasReset { get; private set; }

    public static RawConnection Open(AttackRig rig, bool v6)
    {
        var connection = new RawConnection(rig, v6, rig.NewPort()) { Next = 1_000_000 };
        TcpOptions options = default;
        options.SetMaximumSegmentSize(1440);
        options.SetWindowScale(8);
        options.SetSackPermitted();
        byte[] bytes = new byte[40];
        rig.Forget();
        connection.SendRaw(connection.Next, 0, TcpFlags.Syn, 0, bytes[..options.Write(bytes)]);
        byte[] answer = rig.TakeOnlyAnswer();
        Assert.True(connection.TryRead(answer, out TcpHeader tcp) && tcp.Flags == TcpFlags.SynAck, AttackRig.Describe(answer));
        connection.Next++;
        connection.Expected = tcp.SequenceNumber.Value + 1;
        connection.SendRaw(connection.Next, connection.Expected, TcpFlags.Ack, 0);
        rig.Forget();
        return connection;
    }

    /// <summary>Sends data, waits for what comes back and acknowledges it.</summary>
    public void SendData(int bytes)
    {
        SendRaw(Next, Expected, TcpFlags.Ack | TcpFlags.Psh, bytes);
        Next += (uint)bytes;
        Absorb();
    }

    /// <summary>Sends a segment with any numbers; answers are collected by the rig.</summary>
    public void SendRaw(uint sequence, uint acknowledgment, TcpFlags flags, int payload = 0, byte[]? options = null, ushort window = 65535)
    {
        PacketBuilder ip = _rig.Ip(_v6);
        _rig.Send(ip.Tcp(Port, AttackRig.OpenPort, sequence, acknowledgment, flags, window, options ?? []).PayloadOf(payload));
    }

    /// <summary>As <see cref="SendRaw"/>, but the host does not run yet.</summary>
    public void PutRaw(uint sequence, uint acknowledgment, TcpFlags flags, int payload = 0) =>
        _rig.Put(_rig.Ip(_v6).Tcp(Port, AttackRig.OpenPort, sequence, acknowledgment, flags, 65535, ReadOnlySpan<byte>.Empty).PayloadOf(payload));

    /// <summary>Reads what the host sent for this connection, acknowledges data, and forgets it.</summary>
    public void Absorb()
    {
        for (int round = 0; round < 100; round++)
        {
            uint before = Expected;
            foreach (byte[] frame in _rig.Sent)
            {
                Note(frame);
            }

            _rig.Forget();
            if (Expected == before)
            {
                return;
            }

            SendRaw(Next, Expected, TcpFlags.Ack);
        }
    }

    /// <summary>The answers of the host since the last look, as flags with relative numbers; then they are forgotten.</summary>
    public List<string> TakeAnswers()
    {
        List<string> answers = [];
        foreach (byte[] frame in _rig.Sent)
        {
            if (TryRead(frame, out TcpHeader tcp))
            {
                answers.Add($"{tcp.Flags} {tcp.SequenceNumber.Value - Expected} {tcp.AcknowledgmentNumber.Value - Next}");
            }
        }

        _rig.Forget();
        return answers;
    }

    /// <summary>True when the connection still carries data both ways.</summary>
    public void AssertAlive()
    {
        int before = Received;
        _rig.Forget();
        SendData(7);
        Assert.False(WasReset, "The connection was reset.");
        Assert.Equal(before + 7, Received);
    }

    /// <summary>Ends it as a client that gives up.</summary>
    public void Reset() => SendRaw(Next, Expected, TcpFlags.Rst | TcpFlags.Ack);

    private void Note(byte[] frame)
    {
        if (!TryRead(frame, out TcpHeader tcp))
        {
            return;
        }

        WasReset |= (tcp.Flags & TcpFlags.Rst) != 0;
        Window = (uint)tcp.Window << 8;
        if (tcp.SequenceNumber.Value == Expected)
        {
            Expected += tcp.SegmentLength;
            Received += tcp.Payload.Length;
        }
    }

    private bool TryRead(byte[] frame, out TcpHeader tcp)
    {
        tcp = default;
        EthernetHeader.TryParse(frame, out EthernetHeader ethernet);
        ReadOnlySpan<byte> segment = default;
        if (IPv4Header.TryParse(ethernet.Payload, out IPv4Header v4) && v4.Protocol == IpProtocol.Tcp)
        {
            segment = v4.Payload;
        }
        else if (IPv6Header.TryParse(ethernet.Payload, out IPv6Header v6) && v6.NextHeader == IpProtocol.Tcp)
        {
            segment = v6.Payload;
        }

        return TcpHeader.TryParse(segment, out tcp) && tcp.DestinationPort == Port;
    }
}
