using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.EndToEnd;

/// <summary>Datagrams with their number and a pattern made of it: each one that arrives must be one that was sent, and may come twice only where links repeat.</summary>
internal sealed class DatagramTransfer(SimHost from, SimHost to, ushort port, IpFamily family, int count, ulong seed)
{
    private readonly int[] _arrived = new int[count];

    public int Received => _arrived.Count(times => times > 0);

    public async Task RunAsync()
    {
        IpAddress any = family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        await using SimUdpSocket server = to.Sockets.OpenUdp(new IpEndpoint(any, port));
        Task reading = ReadAsync(server);
        await using SimUdpSocket client = from.Sockets.OpenUdp(new IpEndpoint(any, 0));
        for (int i = 0; i < count; i++)
        {
            await client.SendToAsync(Make(i), new IpEndpoint(to.AddressOf(family), port));
            await Task.Delay(TimeSpan.FromMilliseconds(5), to.Network.TimeProvider);
        }

        await Task.Delay(TimeSpan.FromSeconds(5), to.Network.TimeProvider);
        await server.DisposeAsync();
        await reading;
        Assert.All(_arrived, times => Assert.InRange(times, 0, 8));
    }

    private byte[] Make(int number)
    {
        var random = new RandomStream(StableHash.Mix(seed, (ulong)number));
        byte[] data = new byte[4 + random.Next(random.Chance(0.2) ? 4_000 : 600)];
        random.NextBytes(data);
        BinaryPrimitives.WriteInt32BigEndian(data, number);
        return data;
    }

    private async Task ReadAsync(SimUdpSocket server)
    {
        byte[] buffer = new byte[8192];
        while (true)
        {
            UdpReceiveResult result;
            try
            {
                result = await server.ReceiveFromAsync(buffer);
            }
            catch (Exception e) when (e is SocketStatusException or ObjectDisposedException)
            {
                return;
            }

            int number = BinaryPrimitives.ReadInt32BigEndian(buffer);
            Assert.InRange(number, 0, count - 1);
            Assert.True(buffer.AsSpan(0, result.Bytes).SequenceEqual(Make(number)), $"Datagram {number} is not what was sent.");
            _arrived[number]++;
        }
    }
}
