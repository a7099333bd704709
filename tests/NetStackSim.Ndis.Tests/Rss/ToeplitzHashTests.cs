using System.Buffers.Binary;
using System.Net;

namespace NetStackSim.Ndis.Tests;

public sealed class ToeplitzHashTests
{
    /// <summary>The key of the public verification suite.</summary>
    public static readonly byte[] VerificationKey =
    [
        0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b, 0xcb,
        0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
    ];

    [Theory]
    [InlineData("161.142.100.80", 1766, "66.9.149.187", 2794, 0x323e8fc2, 0x51ccc178)]
    [InlineData("65.69.140.83", 4739, "199.92.111.2", 14230, 0xd718262a, 0xc626b0ea)]
    [InlineData("12.22.207.184", 38024, "24.19.198.95", 12898, 0xd2d0a5de, 0x5c2b394a)]
    [InlineData("209.142.163.6", 2217, "38.27.205.30", 48228, 0x82989176, 0xafc7327f)]
    [InlineData("202.188.127.2", 1303, "153.39.163.191", 44251, 0x5d1809c5, 0x10e828a2)]
    [InlineData("3ffe:2501:200:3::1", 1766, "3ffe:2501:200:1fff::7", 2794, 0x2cc18cd5, 0x40207d3d)]
    [InlineData("ff02::1", 4739, "3ffe:501:8::260:97ff:fe40:efab", 14230, 0x0f0c461c, 0xdde51bbf)]
    [InlineData("fe80::200:f8ff:fe21:67cf", 38024, "3ffe:1900:4545:3:200:f8ff:fe21:67cf", 44251, 0x4b61e985, 0x02d1feef)]
    public void Scenario35_RssVectors_PublicInput_HasThePublishedHashes(
        string destination, int destinationPort, string source, int sourcePort, uint addresses, uint withPorts)
    {
        ToeplitzHash hash = new(VerificationKey);
        byte[] both = [.. IPAddress.Parse(source).GetAddressBytes(), .. IPAddress.Parse(destination).GetAddressBytes()];
        byte[] all = [.. both, (byte)(sourcePort >> 8), (byte)sourcePort, (byte)(destinationPort >> 8), (byte)destinationPort];

        Assert.Equal(addresses, hash.Compute(both));
        Assert.Equal(withPorts, hash.Compute(all));
        Assert.Equal(addresses, Naive(VerificationKey, both));
        Assert.Equal(withPorts, Naive(VerificationKey, all));
    }

    [Fact]
    public void Compute_BothDirectionsOfAFlow_DifferWithTheStandardKey()
    {
        ToeplitzHash hash = new(VerificationKey);

        Assert.Equal(0x663983b1u, hash.Compute([10, 0, 0, 1, 10, 0, 0, 2, 5000 >> 8, 5000 & 0xFF, 0, 80]));
        Assert.Equal(0xcfa7f967u, hash.Compute([10, 0, 0, 2, 10, 0, 0, 1, 0, 80, 5000 >> 8, 5000 & 0xFF]));
    }

    [Fact]
    public void Compute_RandomKeysAndInputs_EqualsTheBitByBitTwin()
    {
        Random random = new(35);
        for (int round = 0; round < 50; round++)
        {
            byte[] key = new byte[ToeplitzHash.KeySize];
            random.NextBytes(key);
            ToeplitzHash hash = new(key);
            for (int i = 0; i < 200; i++)
            {
                byte[] input = new byte[random.Next(ToeplitzHash.MaximumInput + 1)];
                random.NextBytes(input);
                uint expected = Naive(key, input);
                int cut = random.Next(input.Length + 1);

                Assert.Equal(expected, hash.Compute(input));
                Assert.Equal(expected, hash.Add(hash.Add(0, 0, input.AsSpan(0, cut)), cut, input.AsSpan(cut)));
            }
        }
    }

    [Fact]
    public void Constructor_KeyOfAnotherLength_IsRefused() => Assert.Throws<ArgumentException>(() => new ToeplitzHash(new byte[39]));

    /// <summary>The definition: for each bit that is set, the 32 bits of the key that start there.</summary>
    private static uint Naive(byte[] key, byte[] input)
    {
        uint result = 0;
        for (int bit = 0; bit < input.Length * 8; bit++)
        {
            if ((input[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                result ^= BitsAt(key, bit);
            }
        }

        return result;
    }

    private static uint BitsAt(byte[] key, int bit)
    {
        Span<byte> window = stackalloc byte[8];
        key.AsSpan(bit / 8, Math.Min(8, key.Length - (bit / 8))).CopyTo(window);
        return (uint)(BinaryPrimitives.ReadUInt64BigEndian(window) << (bit % 8) >> 32);
    }
}
