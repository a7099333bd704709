using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

public sealed class PortTableTests
{
    private static readonly IpAddress Specific = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress Other = IpAddress.Parse("10.0.0.2");
    private static readonly EndpointOptions V4 = new(IpFamily.V4, 6);
    private static readonly EndpointOptions V6 = new(IpFamily.V6, 6);
    private static readonly EndpointOptions Dual = new(IpFamily.V6, 6, DualMode: true);

    private readonly PortTable _table = Make(16384);

    [Fact]
    public void Port_IsBoundOnceUntilReleased()
    {
        PortBinding first = Bind(IpAddress.AnyV4, 80);
        Assert.Equal(NtStatus.AddressAlreadyExists, _table.TryBind(new IpEndpoint(IpAddress.AnyV4, 80), AddressSharing.Default, V4, out _));

        _table.Release(first);

        Bind(IpAddress.AnyV4, 80);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void DifferentAddresses_ShareAPortFreely()
    {
        Bind(Specific, 80);
        Bind(Other, 80);
    }

    [Fact]
    public void Families_AreSeparate_UnlessAnEndpointIsDual()
    {
        Bind(IpAddress.AnyV4, 80);
        Bind(IpAddress.AnyV6, 80, V6);
        Assert.Equal(NtStatus.AddressAlreadyExists, _table.TryBind(new IpEndpoint(IpAddress.AnyV6, 80), AddressSharing.Default, Dual, out _));
    }

    [Fact]
    public void DynamicPorts_AreAllUsedOnceThenRunOut()
    {
        PortTable table = Make(100);
        var ports = new HashSet<ushort>();
        for (int index = 0; index < 100; index++)
        {
            Assert.Equal(NtStatus.Success, table.TryBind(new IpEndpoint(IpAddress.AnyV4, 0), AddressSharing.Default, V4, out PortBinding? binding));
            Assert.InRange(binding!.Endpoint.Port, 49152, 49251);
            Assert.True(ports.Add(binding.Endpoint.Port));
        }

        Assert.Equal(NtStatus.TooManyAddresses, table.TryBind(new IpEndpoint(IpAddress.AnyV4, 0), AddressSharing.Default, V4, out _));
    }

    [Fact]
    public void Release_InTheMiddleOfAChain_KeepsTheOthers()
    {
        PortBinding a = Bind(Specific, 80);
        PortBinding b = Bind(Other, 80);
        PortBinding c = Bind(IpAddress.Parse("10.0.0.3"), 80);

        _table.Release(b);
        Assert.Equal(NtStatus.AddressAlreadyExists, _table.TryBind(new IpEndpoint(Specific, 80), AddressSharing.Default, V4, out _));
        Bind(Other, 80);
        _table.Release(a);
        _table.Release(c);
        Assert.Equal(1, _table.Count);
    }

    private static PortTable Make(int count)
    {
        var loop = new EventLoop();
        return new PortTable(loop.Random["ports"], 49152, count);
    }

    private PortBinding Bind(IpAddress address, ushort port, EndpointOptions? options = null)
    {
        Assert.Equal(NtStatus.Success, _table.TryBind(new IpEndpoint(address, port), AddressSharing.Default, options ?? V4, out PortBinding? binding));
        return binding!;
    }
}
