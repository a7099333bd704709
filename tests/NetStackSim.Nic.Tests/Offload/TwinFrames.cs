namespace NetStackSim.Nic.Tests.Offload;

/// <summary>Random packets for comparisons with the naive twins; the same seed makes the same ones.</summary>
internal sealed class TwinFrames(int seed)
{
    private readonly Random _random = new(seed);

    public int Next(int limit) => _random.Next(limit);

    /// <summary>A packet of either family and protocol, with or without options.</summary>
    public TestFrames.Spec Packet(bool? tcp = null, int maximumPayload = 1400)
    {
        bool isTcp = tcp ?? _random.Next(2) == 0;
        return new TestFrames.Spec
        {
            DestinationMac = NicFixture.Mac,
            SourceMac = 1,
            IsV6 = _random.Next(2) == 0,
            IsTcp = isTcp,
            NetworkOptions = _random.Next(4) == 0 ? 8 * _random.Next(1, 4) : 0,
            TcpOptions = isTcp && _random.Next(3) == 0 ? 4 * _random.Next(1, 6) : 0,
            Timestamp = isTcp && _random.Next(3) == 0 ? (uint)_random.Next() : null,
            Service = (byte)_random.Next(256),
            HopLimit = (byte)_random.Next(1, 256),
            Identification = (ushort)_random.Next(0x10000),
            SourcePort = (ushort)_random.Next(0x10000),
            DestinationPort = (ushort)_random.Next(0x10000),
            Sequence = (uint)_random.NextInt64(1L << 32),
            Acknowledgment = (uint)_random.NextInt64(1L << 32),
            Flags = 0x10,
            Window = (ushort)_random.Next(0x10000),
            Payload = Payload(maximumPayload),
        };
    }

    /// <summary>Where a net buffer's memory is cut: the headers in the first piece.</summary>
    public int[] Splits(TestFrames.Spec spec, int length)
    {
        int header = 14 + spec.NetworkHeaderSize + spec.TransportHeaderSize;
        return _random.Next(3) switch
        {
            0 => [],
            1 => [header],
            _ => length - header > 2 ? [header, _random.Next(1, length - header)] : [header],
        };
    }

    // Mostly anything; sometimes all ones, which makes sums that fold to zero.
    private byte[] Payload(int maximum)
    {
        byte[] payload = new byte[_random.Next(4) == 0 ? _random.Next(9) : _random.Next(maximum)];
        if (_random.Next(8) == 0)
        {
            Array.Fill(payload, (byte)0xFF);
        }
        else
        {
            _random.NextBytes(payload);
        }

        return payload;
    }
}
