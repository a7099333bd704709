using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>A frame with its layers found, and what the checks had to say about it.</summary>
public sealed class PacketInspection
{
    private readonly byte[] _frame;
    private readonly List<string> _problems = [];
    private readonly int _network;
    private readonly int _transport;
    private readonly int _end;

    internal PacketInspection(byte[] frame)
    {
        _frame = frame;
        _network = _transport = _end = frame.Length;
        if (!EthernetHeader.TryParse(frame, out EthernetHeader header))
        {
            return;
        }

        _network = header.HeaderLength;
        EtherType = header.EtherType;
        ReadOnlySpan<byte> packet = header.Payload;
        if (EtherType == EtherTypes.IPv4 && IPv4Header.TryParse(packet, out IPv4Header v4))
        {
            IsIp = true;
            (Source, Destination, Protocol) = (v4.Source, v4.Destination, v4.Protocol);
            FragmentOffset = v4.FragmentOffset;
            HasMoreFragments = v4.MoreFragments;
            _transport = _network + v4.HeaderLength;
            _end = _transport + v4.Payload.Length;
        }
        else if (EtherType == EtherTypes.IPv6 && IPv6Header.TryParse(packet, out IPv6Header v6))
        {
            IsIp = true;
            IPv6HeaderChain chain = v6.FindUpperLayer();
            (Source, Destination, Protocol) = (v6.Source, v6.Destination, chain.Protocol);
            if (chain.IsFragment && IPv6FragmentHeader.TryParse(packet[chain.FragmentHeaderOffset..], out IPv6FragmentHeader fragment))
            {
                FragmentOffset = fragment.FragmentOffset;
                HasMoreFragments = fragment.MoreFragments;
            }

            _transport = _network + chain.Offset;
            _end = _network + v6.Packet.Length;
        }
    }

    /// <summary>The whole frame.</summary>
    public ReadOnlySpan<byte> Frame => _frame;

    /// <summary>The bytes behind the Ethernet header, padding included.</summary>
    public ReadOnlySpan<byte> Network => _frame.AsSpan(_network);

    /// <summary>The bytes behind the IP header and its extensions, without padding; empty when the frame is not IP.</summary>
    public ReadOnlySpan<byte> Transport => _frame.AsSpan(_transport, _end - _transport);

    /// <summary>Where the IP packet ends, which may be before the padding of the frame.</summary>
    internal int TransportEnd => _end;

    /// <summary>The type field of the Ethernet header; 0 in a frame that is too short for one.</summary>
    public ushort EtherType { get; }

    /// <summary>True when an IP header could be read.</summary>
    public bool IsIp { get; }

    /// <summary>Source of the IP packet.</summary>
    public IpAddress Source { get; }

    /// <summary>Destination of the IP packet.</summary>
    public IpAddress Destination { get; }

    /// <summary>The protocol behind the IP header and its extensions.</summary>
    public IpProtocol Protocol { get; }

    /// <summary>Where the fragment begins in its datagram; 0 in a whole packet.</summary>
    public int FragmentOffset { get; }

    /// <summary>True when further fragments follow.</summary>
    public bool HasMoreFragments { get; }

    /// <summary>What differs, in the order in which the checks found it.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Compares a field and reports a difference.</summary>
    /// <typeparam name="T">Type of the field.</typeparam>
    /// <param name="field">Its name, for example "TCP window".</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="actual">What it is.</param>
    public void Expect<T>(string field, T expected, T actual)
        where T : IEquatable<T>
    {
        if (!expected.Equals(actual))
        {
            _problems.Add($"{field}: expected {expected}, was {actual}");
        }
    }

    /// <summary>Compares a field if the check says anything about it.</summary>
    /// <typeparam name="T">Type of the field.</typeparam>
    /// <param name="field">Its name.</param>
    /// <param name="expected">What it should be; null when it does not matter.</param>
    /// <param name="actual">What it is.</param>
    public void ExpectIfGiven<T>(string field, T? expected, T actual)
        where T : struct, IEquatable<T>
    {
        if (expected is { } value)
        {
            Expect(field, value, actual);
        }
    }

    /// <summary>Reports what cannot be said as a comparison.</summary>
    /// <param name="problem">One line.</param>
    public void Fail(string problem) => _problems.Add(problem);
}
