using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Sockets;

/// <summary>Streams under random use on a random link: whatever is written, cancelled, ended and reset, bytes arrive in order, once, and nothing leaks.</summary>
public sealed class RandomUseTests
{
    [Fact]
    public void Streams_RandomUse_KeepEveryByteInOrder() =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed => Run((ulong)seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static void Run(ulong seed)
    {
        RandomStream dice = new EventLoop(new EventLoopOptions { Seed = seed }).Random["dice"];
        var link = new LinkOptions
        {
            DelayNs = dice.Next(5_000_000),
            Loss = dice.Chance(0.5) ? 0 : 0.02,
            BitsPerSecond = dice.Chance(0.5) ? 0 : 50_000_000,
            Reorder = dice.Chance(0.7) ? 0 : 0.02,
        };
        using TwoHosts hosts = new(seed, link);
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync(v6: dice.Chance(0.5));
            bool aborts = dice.Chance(0.2);
            Task[] ends =
            [
                new User(hosts, client, dice, 1).WriteAsync(),
                new User(hosts, client, dice, 2).ReadAsync(aborts ? client : null),
                new User(hosts, server, dice, 2).WriteAsync(),
                new User(hosts, server, dice, 1).ReadAsync(null),
            ];
            await Task.WhenAll(ends);
            await client.DisposeAsync();
            await server.DisposeAsync();
        });
    }

    /// <summary>One direction of one end; its bytes are a function of direction and position.</summary>
    private sealed class User(TwoHosts hosts, SimTcpStream stream, RandomStream dice, int direction)
    {
        private long _position;

        public async Task WriteAsync()
        {
            try
            {
                for (int i = dice.Next(30); i > 0; i--)
                {
                    byte[] data = new byte[dice.Next(dice.Chance(0.1) ? 400_000 : 5000) + 1];
                    Fill(data);
                    _position += data.Length;
                    await stream.WriteAsync(data);
                    await PauseAsync();
                }

                await stream.ShutdownSendAsync();
            }
            catch (Exception failure) when (IsEndOfConnection(failure))
            {
            }
        }

        public async Task ReadAsync(SimTcpStream? aborted)
        {
            try
            {
                int count;
                while ((count = await ReadOnceAsync()) != 0)
                {
                    await PauseAsync();
                    if (aborted is not null && dice.Chance(0.05))
                    {
                        aborted.Abort();
                    }
                }
            }
            catch (Exception failure) when (IsEndOfConnection(failure))
            {
            }
        }

        private static bool IsEndOfConnection(Exception failure) => failure is IOException or ObjectDisposedException;

        private async Task<int> ReadOnceAsync()
        {
            byte[] buffer = new byte[dice.Next(30_000) + 1];
            using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(dice.Next(50) + 1), hosts.Network.TimeProvider);
            try
            {
                int count = await stream.ReadAsync(buffer, dice.Chance(0.3) ? cancel.Token : default);
                Check(buffer.AsSpan(0, count));
                return count;
            }
            catch (OperationCanceledException)
            {
                return -1;
            }
        }

        private async Task PauseAsync()
        {
            if (dice.Chance(0.3))
            {
                await hosts.Delay(dice.NextDouble() * 20);
            }
        }

        private void Fill(Span<byte> data)
        {
            for (int i = 0; i < data.Length; i++)
            {
                data[i] = ByteAt(_position + i);
            }
        }

        private void Check(ReadOnlySpan<byte> data)
        {
            for (int i = 0; i < data.Length; i++)
            {
                Assert.True(data[i] == ByteAt(_position + i), $"Byte {_position + i} of direction {direction} is wrong.");
            }

            _position += data.Length;
        }

        private byte ByteAt(long position) => (byte)((position * 37) + (position >> 8) + direction);
    }
}
