using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>
/// Changes real frames: bits, bytes, words, lengths, splices, and header fields that it knows where to find. Most changes hit the headers, where they
/// matter; about half of the results get their checksums and lengths repaired so that they come further.
/// </summary>
internal sealed class FrameMutator(RandomStream random)
{
    public const int LongestResult = 1600;

    private static readonly byte[] Bytes = [0, 1, 2, 3, 4, 5, 6, 15, 16, 0x3F, 0x40, 0x7F, 0x80, 0xAA, 0xC0, 0xFE, 0xFF];
    private static readonly ushort[] Words =
        [0, 1, 7, 8, 19, 20, 39, 40, 0x0100, 0x05DC, 0x0600, 0x0800, 0x0806, 0x1FFF, 0x2000, 0x3FFF, 0x4000, 0x7FFF, 0x8000, 0x8100, 0x86DD, 0xFFF8, 0xFFFF];

    private static readonly byte[] Protocols = [0, 1, 2, 4, 6, 17, 41, 43, 44, 50, 51, 58, 59, 60, 135, 255];

    private readonly byte[] _buffer = new byte[LongestResult];
    private int _length;

    /// <summary>True when the last result was repaired.</summary>
    public bool WasRepaired { get; private set; }

    /// <summary>Makes a frame out of one of <paramref name="frames"/>; the result is valid until the next call.</summary>
    public ReadOnlySpan<byte> Next(IReadOnlyList<byte[]> frames)
    {
        byte[] origin = frames[random.Next(frames.Count)];
        _length = Math.Min(origin.Length, LongestResult);
        origin.AsSpan(0, _length).CopyTo(_buffer);
        int changes = 1 + random.Next(3);
        for (int i = 0; i < changes; i++)
        {
            Change(frames);
        }

        WasRepaired = random.Chance(0.5);
        if (WasRepaired)
        {
            FrameRepair.Fill(_buffer.AsSpan(0, _length));
        }

        return _buffer.AsSpan(0, _length);
    }

    private void Change(IReadOnlyList<byte[]> frames)
    {
        switch (random.Next(16))
        {
            case 0:
                At(Position()) ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                At(Position()) = Bytes[random.Next(Bytes.Length)];
                break;
            case 2:
                PutWord(Position() & ~1, Words[random.Next(Words.Length)]);
                break;
            case 3:
                At(Position()) += (byte)(random.Chance(0.5) ? 1 : 255);
                break;
            case 4:
                _length = Math.Max(1, random.Chance(0.7) ? Position() : _length - 1);
                break;
            case 5:
                Extend();
                break;
            case 6:
                Remove();
                break;
            case 7:
                Splice(frames[random.Next(frames.Count)]);
                break;
            case 8:
                Randomise();
                break;
            default:
                ChangeField();
                break;
        }
    }

    // A header byte four times out of five.
    private int Position() => random.Next(Math.Max(1, random.Chance(0.8) ? Math.Min(_length, 110) : _length));

    private ref byte At(int index) => ref _buffer[Math.Min(index, LongestResult - 1)];

    private void PutWord(int offset, ushort value)
    {
        if (offset + 2 <= _length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(offset), value);
        }
    }

    private void Extend()
    {
        int more = Math.Min(1 + random.Next(random.Chance(0.9) ? 64 : 1200), LongestResult - _length);
        random.NextBytes(_buffer.AsSpan(_length, more));
        _length += more;
    }

    private void Remove()
    {
        int start = Position();
        int count = Math.Min(1 + random.Next(16), _length - start);
        if (_length - count > 0)
        {
            _buffer.AsSpan(start + count, _length - start - count).CopyTo(_buffer.AsSpan(start));
            _length -= count;
        }
    }

    private void Splice(byte[] other)
    {
        int start = Position();
        int count = Math.Min(other.Length - Math.Min(other.Length, start), LongestResult - start);
        other.AsSpan(Math.Min(other.Length, start), count).CopyTo(_buffer.AsSpan(start));
        _length = Math.Max(1, start + count);
    }

    private void Randomise()
    {
        int start = Position();
        random.NextBytes(_buffer.AsSpan(start, Math.Min(1 + random.Next(8), _length - start)));
    }

    private void ChangeField()
    {
        Span<byte> frame = _buffer.AsSpan(0, _length);
        if (frame.Length < 54)
        {
            return;
        }

        switch (BinaryPrimitives.ReadUInt16BigEndian(frame[12..]))
        {
            case EtherTypes.IPv4:
                ChangeIPv4(frame[14..]);
                break;
            case EtherTypes.IPv6:
                ChangeIPv6(frame[14..]);
                break;
            default:
                frame[14 + random.Next(28)] = Bytes[random.Next(Bytes.Length)];
                break;
        }
    }

    private void ChangeIPv4(Span<byte> packet)
    {
        switch (random.Next(12))
        {
            case 0:
                packet[0] = (byte)((random.Next(16) << 4) | random.Next(16));
                break;
            case 1:
                BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)random.Next(_length + 40));
                break;
            case 2:
                BinaryPrimitives.WriteUInt16BigEndian(packet[6..], (ushort)(random.Next(8) << 13 | random.Next(40)));
                break;
            case 3:
                packet[8] = (byte)random.Next(3);
                break;
            case 4:
                packet[9] = Protocols[random.Next(Protocols.Length)];
                break;
            case 5:
                ChangeAddress(packet[12..16]);
                break;
            case 6:
                ChangeAddress(packet[16..20]);
                break;
            default:
                ChangeTransport(packet[9], packet[Math.Min((packet[0] & 15) * 4, packet.Length)..]);
                break;
        }
    }

    private void ChangeIPv6(Span<byte> packet)
    {
        switch (random.Next(9))
        {
            case 0:
                packet[0] = (byte)random.Next(256);
                break;
            case 1:
                BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)random.Next(_length + 40));
                break;
            case 2:
                packet[6] = Protocols[random.Next(Protocols.Length)];
                break;
            case 3:
                packet[7] = (byte)(random.Chance(0.5) ? 255 : random.Next(256));
                break;
            case 4:
                ChangeAddress(packet[8..24]);
                break;
            case 5:
                ChangeAddress(packet[24..40]);
                break;
            default:
                ChangeTransport(packet[6], packet[Math.Min(40, packet.Length)..]);
                break;
        }
    }

    private void ChangeAddress(Span<byte> address)
    {
        switch (random.Next(6))
        {
            case 0:
                address.Clear();
                break;
            case 1:
                address.Fill(0xFF);
                break;
            case 2:
                address[0] = (byte)(0xE0 | random.Next(32));
                break;
            case 3:
                address[0] = (byte)random.Next(256);
                break;
            case 4:
                address[^1] = (byte)random.Next(8);
                break;
            default:
                address.Clear();
                address[0] = address.Length == 4 ? (byte)127 : (byte)0;
                address[^1] = 1;
                break;
        }
    }

    private void ChangeTransport(byte protocol, Span<byte> data)
    {
        if (data.Length < 20)
        {
            return;
        }

        switch (protocol)
        {
            case 6:
                ChangeTcp(data);
                break;
            case 17:
                BinaryPrimitives.WriteUInt16BigEndian(data[(random.Next(4) * 2)..], Words[random.Next(Words.Length)]);
                break;
            case 1 or 58:
                ChangeIcmp(protocol, data);
                break;
            default:
                data[random.Next(8)] = Bytes[random.Next(Bytes.Length)];
                break;
        }
    }

    // Close to the live numbers, so that the window checks are met from both sides.
    private void ChangeTcp(Span<byte> segment)
    {
        switch (random.Next(7))
        {
            case 0:
                Move(segment[4..]);
                break;
            case 1:
                Move(segment[8..]);
                break;
            case 2:
                segment[13] = (byte)random.Next(256);
                break;
            case 3:
                segment[13] ^= (byte)(1 << random.Next(8));
                break;
            case 4:
                segment[12] = (byte)(random.Next(16) << 4);
                break;
            case 5:
                BinaryPrimitives.WriteUInt16BigEndian(segment[14..], Words[random.Next(Words.Length)]);
                break;
            default:
                int header = Math.Min((segment[12] >> 4) * 4, segment.Length);
                if (header > 20)
                {
                    segment[20 + random.Next(header - 20)] = (byte)random.Next(256);
                }

                break;
        }
    }

    private void Move(Span<byte> field)
    {
        int distance = random.Next(4) switch
        {
            0 => random.Next(5) - 2,
            1 => random.Next(4000) - 2000,
            2 => random.Next(400_000) - 200_000,
            _ => (int)random.NextUInt32(),
        };
        BinaryPrimitives.WriteUInt32BigEndian(field, BinaryPrimitives.ReadUInt32BigEndian(field) + (uint)distance);
    }

    private void ChangeIcmp(byte protocol, Span<byte> message)
    {
        switch (random.Next(4))
        {
            case 0:
                message[0] = protocol == 1 ? (byte)random.Next(20) : (byte)(random.Chance(0.5) ? 128 + random.Next(25) : random.Next(6));
                break;
            case 1:
                message[1] = (byte)random.Next(16);
                break;
            default:
                message[4 + random.Next(Math.Min(message.Length - 4, 60))] = Bytes[random.Next(Bytes.Length)];
                break;
        }
    }
}
