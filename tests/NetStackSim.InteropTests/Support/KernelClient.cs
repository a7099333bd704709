using System.Net;
using System.Net.Sockets;

namespace NetStackSim.InteropTests.Support;

/// <summary>TCP clients on the Linux kernel's own sockets. Call inside <see cref="NetworkNamespace.Run{T}(Func{T})"/>.</summary>
internal static class KernelClient
{
    private const int Block = 256 * 1024;

    /// <summary>Sends everything, ends the stream and waits for the peer's end.</summary>
    /// <returns>Bytes that came back: none is expected.</returns>
    public static int Send(string address, int port, ReadOnlySpan<byte> data, int timeoutSeconds)
    {
        using Socket socket = Connect(address, port, timeoutSeconds);
        SendAll(socket, data);
        socket.Shutdown(SocketShutdown.Send);
        return socket.Receive(new byte[100]);
    }

    /// <summary>Sends everything from one thread and collects the answer on another until the peer ends it.</summary>
    public static byte[] Exchange(string address, int port, byte[] data, int timeoutSeconds)
    {
        using Socket socket = Connect(address, port, timeoutSeconds);
        Exception? failure = null;
        Thread sender = new(() =>
        {
            try
            {
                SendAll(socket, data);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException e)
            {
                failure = e;
            }
        });
        sender.Start();
        using MemoryStream answer = new(data.Length);
        byte[] buffer = new byte[Block];
        for (int length; (length = socket.Receive(buffer)) > 0;)
        {
            answer.Write(buffer, 0, length);
        }

        sender.Join();
        Assert.Null(failure);
        return answer.ToArray();
    }

    private static Socket Connect(string address, int port, int timeoutSeconds)
    {
        IPAddress ip = IPAddress.Parse(address);
        Socket socket = new(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = timeoutSeconds * 1000, SendTimeout = timeoutSeconds * 1000 };
        try
        {
            socket.Connect(ip, port);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return socket;
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            data = data[socket.Send(data[..Math.Min(Block, data.Length)])..];
        }
    }
}
