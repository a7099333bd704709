using NetStackSim.ConformanceTests.Support;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>
/// A host with open connections of both families, with and without timestamps, as server and as client, among two honest peers. Its card records what the
/// peers send; the test adds what it likes.
/// </summary>
internal sealed class Victim : IDisposable
{
    public const ushort EchoPort = 7;
    public const ushort UdpPort = 5353;

    private readonly List<SimTcpListener> _listeners = [];
    private readonly List<SimUdpSocket> _datagrams = [];
    private readonly List<Conversation> _conversations = [];
    private readonly List<Task> _servers = [];
    private readonly Switch _switch;

    public Victim(ulong seed, bool armed)
    {
        Network = new SimNetwork(new SimNetworkOptions { Seed = seed, DigestFrames = false });
        Host = Network.AddHost("victim", h => h.Address("10.0.0.1/24").Address("fd00::1/64"));
        Alice = Network.AddHost("alice", h => h.Address("10.0.0.2/24").Address("fd00::2/64"));
        Bob = Network.AddHost("bob", h => h.Address("10.0.0.3/24").Address("fd00::3/64").Profile(StackProfile.Windows11 with { TcpOfferTimestamps = true }));
        _switch = Network.AddSwitch("switch");
        Network.Connect(Host, _switch);
        Network.Connect(Alice, _switch);
        Network.Connect(Bob, _switch);
        Received = new FrameLog(WireDirection.Inbound, 256);
        Sent = new FrameLog(WireDirection.Outbound, 64);
        Host.Nic.Observer = new BothObservers(Endings, new BothObservers(Received, Sent));
        Injector = new Injector(Network, Host.Nic);
        if (armed)
        {
            ArmedFilters.Add(Host);
        }
    }

    public SimNetwork Network { get; }

    public SimHost Host { get; }

    public SimHost Alice { get; }

    public SimHost Bob { get; }

    /// <summary>What the peers sent.</summary>
    public FrameLog Received { get; }

    /// <summary>What the victim sent.</summary>
    public FrameLog Sent { get; }

    /// <summary>The segments that may end connections.</summary>
    public EndingSegments Endings { get; } = new();

    public Injector Injector { get; }

    /// <summary>How connections of the victim ended, in order.</summary>
    public List<ConnectionEnd> Ends { get; } = [];

    public int OpenConversations => _conversations.Count(each => !each.IsOver);

    public int ConversationsStarted { get; private set; }

    /// <summary>Starts servers and connections; returns when all of them have carried data.</summary>
    public void Start()
    {
        Network.Run(async () =>
        {
            Serve(Host);
            Serve(Alice);
            OpenUdp(IpAddress.AnyV4);
            OpenUdp(IpAddress.AnyV6);
            await Task.Yield();
        });
        Replenish();
        Network.RunFor(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>Opens conversations again that have ended.</summary>
    public void Replenish()
    {
        _conversations.RemoveAll(each => each.IsOver);
        (SimHost From, SimHost To)[] pairs = [(Alice, Host), (Bob, Host), (Host, Alice)];
        foreach ((SimHost from, SimHost to) in pairs)
        {
            foreach (IpFamily family in new[] { IpFamily.V4, IpFamily.V6 })
            {
                if (!_conversations.Exists(each => each.From == from && each.Family == family))
                {
                    var conversation = new Conversation(Network, from, new IpEndpoint(to.AddressOf(family), EchoPort), Note);
                    _conversations.Add(conversation);
                    ConversationsStarted++;
                    Network.Loop.Post(static state => ((Conversation)state!).Start(), conversation);
                }
            }
        }
    }

    /// <summary>Lets every conversation send something.</summary>
    public void Talk(int bytes)
    {
        foreach (Conversation conversation in _conversations)
        {
            conversation.Send(bytes);
        }
    }

    /// <summary>Closes everything.</summary>
    /// <returns>What was left behind.</returns>
    public LeakReport Stop()
    {
        Network.Run(async () =>
        {
            foreach (SimTcpListener listener in _listeners)
            {
                await listener.DisposeAsync();
            }

            foreach (SimUdpSocket socket in _datagrams)
            {
                await socket.DisposeAsync();
            }

            foreach (Conversation conversation in _conversations)
            {
                conversation.Abort();
            }

            // Connections that injected segments made have no peer: they end by timeout, or are reset here.
            foreach (SimTcpStream stream in _accepted)
            {
                stream.Abort();
            }

            await Task.WhenAll(_servers);
            foreach (Conversation conversation in _conversations)
            {
                await conversation.Completion;
            }
        });
        return Network.Shutdown();
    }

    public void Dispose() => Network.Dispose();

    private readonly List<SimTcpStream> _accepted = [];

    private void Note(SimHost host, IpEndpoint local, IpEndpoint remote, Exception? error)
    {
        if (host == Host)
        {
            Ends.Add(new ConnectionEnd(Network.NowNs, local, remote, error));
        }
    }

    private void Serve(SimHost host)
    {
        SimTcpListener listener = host.Sockets.Listen(EchoPort);
        _listeners.Add(listener);
        _servers.Add(AcceptAsync(host, listener));
    }

    private async Task AcceptAsync(SimHost host, SimTcpListener listener)
    {
        List<Task> sessions = [];
        try
        {
            while (true)
            {
                SimTcpStream stream = await listener.AcceptAsync();
                _accepted.Add(stream);
                sessions.RemoveAll(task => task.IsCompleted);
                sessions.Add(EchoAsync(host, stream));
            }
        }
        catch (Exception e) when (e is SocketStatusException or ObjectDisposedException or OperationCanceledException)
        {
        }

        await Task.WhenAll(sessions);
    }

    private async Task EchoAsync(SimHost host, SimTcpStream stream)
    {
        IpEndpoint local = stream.LocalEndpoint;
        IpEndpoint remote = stream.RemoteEndpoint;
        Exception? error = null;
        byte[] buffer = new byte[2048];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            error = e;
        }

        Note(host, local, remote, error);
        _accepted.Remove(stream);
        await stream.DisposeAsync();
    }

    private void OpenUdp(IpAddress any)
    {
        SimUdpSocket socket = Host.Sockets.OpenUdp(new IpEndpoint(any, UdpPort));
        _datagrams.Add(socket);
        _servers.Add(ReadAsync(socket));
    }

    private static async Task ReadAsync(SimUdpSocket socket)
    {
        byte[] buffer = new byte[512];
        while (true)
        {
            try
            {
                await socket.ReceiveFromAsync(buffer);
            }
            catch (SocketStatusException e) when (e.Status == NtStatus.Cancelled)
            {
                return;
            }
            catch (SocketStatusException)
            {
                // An ICMP error for a datagram that we seem to have sent.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}
