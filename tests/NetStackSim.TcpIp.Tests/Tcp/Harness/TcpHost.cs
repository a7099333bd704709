using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>A host that is TCP over a test wire.</summary>
internal sealed class TcpHost
{
    public TcpHost(EventLoop loop, string name, int index, IpAddress address, StackProfile profile)
    {
        Kernel = new SimKernel(loop, new SimKernelOptions { Name = name, HostIndex = index });
        Points = new InspectionPoints();
        Network = new FakeNetwork(Kernel, address, isA: index == 1, Points);
        Tcp = new TcpProtocol(Kernel, profile, Network, Points);
    }

    public SimKernel Kernel { get; }

    public InspectionPoints Points { get; }

    public FakeNetwork Network { get; }

    public TcpProtocol Tcp { get; }

    public IpAddress Address => Network.Address;

    public TestStream NewStream()
    {
        var client = new TestStream(this);
        var options = new EndpointOptions(Address.Family, 6);
        Assert.Equal(NtStatus.Success, Tcp.CreateStreamEndpoint(options, client, out IStreamEndpoint? endpoint));
        client.Attach(endpoint!);
        return client;
    }

    /// <summary>A stream that is bound to an ephemeral port and on its way to a peer.</summary>
    public TestStream Connect(IpEndpoint remote)
    {
        TestStream stream = NewStream();
        Assert.Equal(NtStatus.Success, stream.Endpoint.Bind(new IpEndpoint(AnyAddress, 0), AddressSharing.Default));
        Assert.Equal(NtStatus.Pending, stream.Endpoint.Connect(remote));
        return stream;
    }

    public TestListener Listen(ushort port, int backlog = 0, bool conditional = false)
    {
        var listener = new TestListener(this);
        var options = new EndpointOptions(Address.Family, 6);
        Assert.Equal(NtStatus.Success, Tcp.CreateListener(options, listener, out IListener? made));
        listener.Listener = made!;
        Assert.Equal(NtStatus.Success, made!.Bind(new IpEndpoint(AnyAddress, port), AddressSharing.Default));
        Assert.Equal(NtStatus.Success, made.Listen(backlog, conditional));
        return listener;
    }

    public IpAddress AnyAddress => Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
}
