using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>A TCP connection that a script plays segment by segment: it keeps the numbers, the script decides what goes out.</summary>
/// <example>
/// <code>
/// ScriptedConnection c = peer.Connection(host, "10.0.0.2", localPort: 4000, remotePort: 7);
/// await c.OpenAsync();
/// c.Send("hello");
/// await c.ExpectAsync(TcpFlags.PshAck, Payload("hello"));
/// c.Send(TcpFlags.Rst, sequence: c.SendNext + 100_000);          // outside the window
/// </code>
/// </example>
public sealed class ScriptedConnection
{
    private const ushort DefaultWindow = 65_000;

    private readonly ScriptedPeer _peer;
    private readonly SimHost _host;
    private readonly string _from;

    internal ScriptedConnection(ScriptedPeer peer, SimHost host, string from, ushort localPort, ushort remotePort, uint initialSequence)
    {
        (_peer, _host, _from) = (peer, host, from);
        (LocalPort, RemotePort, SendNext) = (localPort, remotePort, initialSequence);
    }

    /// <summary>The script's port.</summary>
    public ushort LocalPort { get; }

    /// <summary>The host's port.</summary>
    public ushort RemotePort { get; private set; }

    /// <summary>The sequence number of the next byte that the script sends.</summary>
    public uint SendNext { get; set; }

    /// <summary>The next byte that the script expects of the host: its acknowledgment number.</summary>
    public uint ReceiveNext { get; set; }

    /// <summary>The window that the script's segments announce, as it stands in the header.</summary>
    public ushort Window { get; set; } = DefaultWindow;

    /// <summary>Opens actively: SYN, expects SYN and ACK, acknowledges.</summary>
    /// <param name="options">Options of the SYN; none by default.</param>
    /// <returns>The host's SYN and ACK.</returns>
    /// <exception cref="NetworkAssertionException">The host does not answer like that.</exception>
    public async ValueTask<SeenFrame> OpenAsync(TcpOptions options = default)
    {
        SendWithOptions(TcpFlags.Syn, SendNext, 0, options);
        SendNext++;
        SeenFrame answer = await _peer.ExpectAsync(PacketChecks.Tcp(TcpFlags.SynAck, from: RemotePort, to: LocalPort, acknowledgment: SendNext));
        ReceiveNext = Header(answer).Sequence + 1;
        Send(TcpFlags.Ack);
        return answer;
    }

    /// <summary>Is opened by the host: expects SYN, answers SYN and ACK, expects ACK.</summary>
    /// <param name="options">Options of the answer; none by default.</param>
    /// <returns>The host's SYN.</returns>
    /// <exception cref="NetworkAssertionException">The host does not open like that.</exception>
    public async ValueTask<SeenFrame> AcceptAsync(TcpOptions options = default)
    {
        SeenFrame syn = await _peer.ExpectAsync(PacketChecks.Tcp(TcpFlags.Syn, from: RemotePort == 0 ? null : RemotePort, to: LocalPort));
        (uint sequence, _, RemotePort) = Header(syn);
        ReceiveNext = sequence + 1;
        SendWithOptions(TcpFlags.SynAck, SendNext, ReceiveNext, options);
        SendNext++;
        await _peer.ExpectAsync(PacketChecks.Tcp(TcpFlags.Ack, sequence: ReceiveNext, acknowledgment: SendNext));
        return syn;
    }

    /// <summary>Sends text with PSH and ACK and moves on in the sequence.</summary>
    /// <param name="text">The payload, as UTF-8.</param>
    public void Send(string text)
    {
        byte[] payload = System.Text.Encoding.UTF8.GetBytes(text);
        Send(TcpFlags.PshAck, payload);
        SendNext += (uint)payload.Length;
    }

    /// <summary>Sends one segment with the numbers of the connection or with others; only SYN and FIN of the right number move on.</summary>
    /// <param name="flags">Its flags.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="sequence">Its sequence number; null is <see cref="SendNext"/>.</param>
    /// <param name="acknowledgment">Its acknowledgment number; null is <see cref="ReceiveNext"/>.</param>
    public void Send(TcpFlags flags, ReadOnlySpan<byte> payload = default, uint? sequence = null, uint? acknowledgment = null)
    {
        uint number = sequence ?? SendNext;
        _peer.Send(Begin(flags, number, acknowledgment ?? AcknowledgmentOf(flags)).Payload(payload).ToArray());
        if (number == SendNext && (flags & (TcpFlags.Syn | TcpFlags.Fin)) != 0)
        {
            SendNext++;
        }
    }

    /// <summary>Expects the next segment of the host, in order, and moves on; acknowledges nothing.</summary>
    /// <param name="flags">Its flags.</param>
    /// <param name="checks">Further statements.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="NetworkAssertionException">It is another one, or none came.</exception>
    public async ValueTask<SeenFrame> ExpectAsync(TcpFlags flags, params PacketCheck[] checks)
    {
        PacketCheck segment = PacketChecks.Tcp(flags, from: RemotePort, to: LocalPort, sequence: ReceiveNext);
        SeenFrame frame = await _peer.ExpectAsync([segment, .. checks]);
        ReceiveNext += Header(frame).Length;
        return frame;
    }

    private uint AcknowledgmentOf(TcpFlags flags) => (flags & TcpFlags.Ack) == 0 ? 0 : ReceiveNext;

    private PacketBuilder Begin(TcpFlags flags, uint sequence, uint acknowledgment) =>
        _peer.To(_host, _from).Tcp(LocalPort, RemotePort, sequence, acknowledgment, flags, Window);

    private void SendWithOptions(TcpFlags flags, uint sequence, uint acknowledgment, in TcpOptions options) =>
        _peer.Send(_peer.To(_host, _from).Tcp(LocalPort, RemotePort, sequence, acknowledgment, flags, Window, options).ToArray());

    private static (uint Sequence, uint Length, ushort From) Header(SeenFrame frame)
    {
        var packet = new PacketInspection(frame.Bytes.ToArray());
        return TcpHeader.TryParse(packet.Transport, out TcpHeader header) ? (header.SequenceNumber.Value, header.SegmentLength, header.SourcePort) : default;
    }
}
