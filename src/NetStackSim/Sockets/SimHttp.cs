using System.Net;
using System.Net.Http;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim;

/// <summary>Lets a real <see cref="HttpClient"/> talk through a simulated host.</summary>
public static class SimHttp
{
    /// <summary>
    /// Makes a handler whose connections are TCP connections of a simulated host. The client's own code runs on the thread pool, so this turns
    /// <see cref="ThreadPoolQuiescence"/> on: virtual time waits until the pool is at rest.
    /// </summary>
    /// <param name="sockets">The sockets of the host that connects.</param>
    /// <param name="resolve">Turns host names into addresses; literal addresses need none.</param>
    /// <returns>The handler; the caller disposes it inside <c>network.Run</c>.</returns>
    public static SocketsHttpHandler CreateHandler(HostSockets sockets, Func<string, IpAddress?>? resolve = null)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        EventLoop loop = sockets.Kernel.Loop;
        if (loop.Quiescence is not ThreadPoolQuiescence)
        {
            loop.Quiescence = new ThreadPoolQuiescence();
        }

        return new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                IpEndpoint remote = Resolve(context.DnsEndPoint, resolve);
                SimTcpStream stream = await LoopCall.RunAsync(loop, () => sockets.ConnectAsync(remote, cancellationToken));
                return new ForeignThreadStream(loop, stream);
            },
        };
    }

    private static IpEndpoint Resolve(DnsEndPoint name, Func<string, IpAddress?>? resolve)
    {
        if (IpAddress.TryParse(name.Host, out IpAddress address))
        {
            return new IpEndpoint(address, (ushort)name.Port);
        }

        return resolve?.Invoke(name.Host) is { } found
            ? new IpEndpoint(found, (ushort)name.Port)
            : throw new SocketStatusException($"Resolving {name.Host}", NtStatus.NoMatch);
    }
}
