using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Two hosts, A and B, that are nothing but TCP, with a wire of one millisecond between them.</summary>
internal sealed class TcpPair
{
    public const ushort Port = 7;

    public TcpPair(StackProfile? profile = null, StackProfile? profileB = null, ulong seed = 1, bool v6 = false)
    {
        StackProfile used = profile ?? StackProfile.Windows11;
        Loop = new EventLoop(new EventLoopOptions { Seed = seed });
        A = new TcpHost(Loop, "a", 1, IpAddress.Parse(v6 ? "fd00::1" : "10.0.0.1"), used);
        B = new TcpHost(Loop, "b", 2, IpAddress.Parse(v6 ? "fd00::2" : "10.0.0.2"), profileB ?? used);
        A.Network.Peer = B;
        B.Network.Peer = A;
        A.Network.Log = Log;
        B.Network.Log = Log;
    }

    public EventLoop Loop { get; }

    public TcpHost A { get; }

    public TcpHost B { get; }

    /// <summary>Everything that was sent, in order.</summary>
    public List<WireSegment> Log { get; } = [];

    public IEnumerable<WireSegment> FromA => Log.Where(segment => segment.FromA);

    public IEnumerable<WireSegment> FromB => Log.Where(segment => !segment.FromA);

    public IpEndpoint Server => new(B.Address, Port);

    /// <summary>Connects A to B; both ends are established afterwards.</summary>
    public (TestStream Client, TestStream Server) Establish()
    {
        TestListener listener = B.Listen(Port);
        TestStream client = A.Connect(Server);
        Run(10);
        Assert.True(client.IsConnected);
        return (client, Assert.Single(listener.Accepted));
    }

    public void Run(double milliseconds) => Loop.RunFor((long)(milliseconds * 1e6));

    public string Trace() => string.Join(Environment.NewLine, Log);

    /// <summary>Nothing may be left: connections, buffers, requests.</summary>
    public void AssertNothingLeft()
    {
        foreach (TcpHost host in new[] { A, B })
        {
            Assert.Equal(0, host.Network.Outstanding);
            Assert.Equal(0, host.Kernel.Mdls.Outstanding);
            Assert.Equal(0, host.Tcp.Connections.Outstanding);
            Assert.Equal(0, host.Tcp.Requests.Count);
        }
    }

    /// <summary>Bytes that name their own place, so that a mix-up shows.</summary>
    public static byte[] Pattern(int length, int seed = 0)
    {
        byte[] data = new byte[length];
        for (int index = 0; index < length; index++)
        {
            data[index] = (byte)((index * 31) + (index >> 8) + (index >> 16) + seed);
        }

        return data;
    }
}
