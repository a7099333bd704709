using EchoServer;
using NetStackSim;

using var network = new SimNetwork(seed: 1);
SimHost client = network.AddHost("client", host => host.Address("10.0.0.1/24"));
SimHost server = network.AddHost("server", host => host.Address("10.0.0.2/24"));
network.Connect(client, server, new() { DelayNs = 1_000_000, Loss = 0.02 });

new WskEcho(server.Kernel).Listen(7);
return network.Run(async () =>
{
    bool same = await TryAsync(7, "WSK");
    await using SimTcpListener listener = server.Sockets.Listen(8);
    Task serving = ServeAsync(listener);
    same &= await TryAsync(8, "Stream");
    await serving;
    return same;
}) ? 0 : 1;

// The same server for a .NET developer.
static async Task ServeAsync(SimTcpListener listener)
{
    await using SimTcpStream stream = await listener.AcceptAsync();
    await stream.CopyToAsync(stream);
}

async Task<bool> TryAsync(ushort port, string name)
{
    byte[] sent = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)], received = new byte[sent.Length];
    long start = network.NowNs, copied = server.Kernel.Copies.StackBytes;
    await using SimTcpStream stream = await client.Sockets.ConnectAsync(new(server.Address, port));
    await Task.WhenAll(stream.WriteAsync(sent).AsTask(), stream.ReadExactlyAsync(received).AsTask());
    Console.WriteLine($"{name,-6} {sent.Length} bytes echoed in {(network.NowNs - start) / 1e6:F3} ms, the server's stack copied {server.Kernel.Copies.StackBytes - copied} bytes");
    return sent.AsSpan().SequenceEqual(received);
}
