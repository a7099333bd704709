using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>The TCP/IP stack of one host: registers the NDIS protocol "TCPIP", makes an interface for each adapter, and serves the clients above through the transport contracts.</summary>
/// <remarks>
/// Make it after the kernel and the NDIS runtime of the host, before or after the adapters. Everything runs on the loop of the host. Clients normally find it
/// through the network module registrar (<see cref="TransportNpi"/>) as <see cref="ITransportProvider"/>.
/// </remarks>
public sealed partial class TcpIpStack : ILeakSource, IDisposable
{
    /// <summary>The name that TCP/IP registers with NDIS under: what binding paths call it.</summary>
    public const string ProtocolName = "TCPIP";

    private const string LoopbackName = "Loopback Pseudo-Interface 1";

    private readonly List<IpInterface> _interfaces = [];
    private readonly List<EthernetLink> _links = [];
    private readonly List<ITransportProtocol> _transports = [];
    private readonly LoopbackLink _loopbackLink;
    private readonly IDisposable _protocolRegistration;
    private readonly NmrRegistration _transportRegistration;
    private readonly RandomStream _random;
    private readonly BroadcastAddresses _broadcasts = new();
    private ILink?[] _linkByIndex = new ILink?[16];
    private IStreamTransport? _streams;
    private ushort _identification;
    private bool _isDisposed;

    /// <summary>Makes the stack and binds it to the adapters of the host.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="ndis">Its NDIS runtime.</param>
    /// <param name="profile">The system to behave like; Windows 11 by default.</param>
    public TcpIpStack(SimKernel kernel, NdisRuntime ndis, StackProfile? profile = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(ndis);
        Kernel = kernel;
        Profile = profile ?? StackProfile.Windows11;
        _random = kernel.RandomStream("ip");
        Inspection.IsBroadcast = _broadcasts.Contains;
        Drops = new DropPoint(kernel, Inspection);
        Buffers = new StackBuffers(kernel);
        Flows = new DatagramFlows(kernel, Inspection, Drops);
        ForwardedLists = new ForwardedLists(this);
        Ip = new IpLayer(this);
        V4 = new IpNetwork<IPv4Family>(this);
        V6 = new IpNetwork<IPv6Family>(this);
        V4.CapturePoints = new IpCapturePoints(ndis.CapturePoints, IpFamily.V4);
        V6.CapturePoints = new IpCapturePoints(ndis.CapturePoints, IpFamily.V6);
        Icmp = new IcmpLayer(this);
        Udp = new UdpProtocol(this);
        Raw = new RawProtocol(this);
        _loopbackLink = new LoopbackLink(this);
        uint index = ndis.Interfaces.Register(LoopbackName, IpInterface.LoopbackType).IfIndex;
        Loopback = new IpInterface(this, _loopbackLink, index, LoopbackName, IpInterface.LoopbackType);
        _loopbackLink.Attach(Loopback);
        AddLoopback();
        AddTransport(Icmp.V4, IpFamily.V4);
        AddTransport(Icmp.V6, IpFamily.V6);
        AddTransport(Udp, null);
        Store = new NetworkStore(this);
        Injection = new StackInjection(this);
        CreateStreams();
        kernel.AddLeakSource(this);
        _protocolRegistration = ndis.RegisterProtocol(new TcpIpProtocolDriver(this), new ProtocolOptions { Name = TcpIpProtocolDriver.Name });
        _transportRegistration = kernel.Nmr.RegisterProvider(new TransportModule(this));
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The system it behaves like.</summary>
    public StackProfile Profile { get; }

    /// <summary>The inspection points; the filter engine arms them.</summary>
    public InspectionPoints Inspection { get; } = new();

    /// <summary>Where a filter engine puts packets into the stack.</summary>
    public IStackInjection Injection { get; }

    /// <summary>The tables of the stack.</summary>
    public INetworkStore Store { get; }

    /// <summary>The interfaces in the order in which they were made, loopback first.</summary>
    public IReadOnlyList<IpInterface> Interfaces => _interfaces;

    /// <summary>The loopback interface.</summary>
    public IpInterface Loopback { get; }

    /// <summary>IPv4 counters.</summary>
    public IpStatistics IPv4Statistics => V4.Statistics;

    /// <summary>IPv6 counters.</summary>
    public IpStatistics IPv6Statistics => V6.Statistics;

    /// <summary>ICMPv4 counters.</summary>
    public IcmpStatistics IcmpV4Statistics => Icmp.V4Statistics;

    /// <summary>ICMPv6 counters.</summary>
    public IcmpStatistics IcmpV6Statistics => Icmp.V6Statistics;

    /// <summary>UDP counters.</summary>
    public UdpStatistics UdpStatistics => Udp.Statistics;

    /// <summary>IP security between transport and network; null on a host without it.</summary>
    public IIpSecurity? Security
    {
        get => V4.Security;
        set
        {
            V4.Security = value;
            V6.Security = value;
        }
    }

    internal IpLayer Ip { get; }

    internal IpNetwork V4 { get; }

    internal IpNetwork V6 { get; }

    internal IcmpLayer Icmp { get; }

    internal UdpProtocol Udp { get; }

    internal RawProtocol Raw { get; }

    internal DropPoint Drops { get; }

    internal StackBuffers Buffers { get; }

    internal DatagramFlows Flows { get; }

    internal ForwardedLists ForwardedLists { get; }

    internal IStreamTransport? Streams => _streams;

    internal List<IpInterface> InterfaceList => _interfaces;

    internal List<ITransportProtocol> TransportList => _transports;

    internal IReadOnlyList<EthernetLink> Links => _links;

    /// <summary>Finds an interface.</summary>
    /// <returns>Null when there is none with the index.</returns>
    public IpInterface? FindInterface(uint index)
    {
        foreach (IpInterface candidate in _interfaces)
        {
            if (candidate.Index == index)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Sends an echo request and waits for the reply in virtual time.</summary>
    /// <param name="destination">Whom.</param>
    /// <param name="options">How; Windows' ping by default.</param>
    /// <returns>The outcome; an unreachable destination or a time-out is one too.</returns>
    /// <remarks>IRQL: Passive.</remarks>
    [WindowsDdi("IcmpSendEcho2")]
    public ValueTask<EchoReply> PingAsync(IpAddress destination, EchoRequestOptions? options = null)
    {
        EchoRequestOptions effective = options ?? new EchoRequestOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(effective.Size, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(effective.Size, 65_500, nameof(options));
        PendingEcho echo = new(this, destination, effective);
        echo.Start();
        return new ValueTask<EchoReply>(echo.Task);
    }

    /// <inheritdoc/>
    public void ReportLeaks(LeakReport report)
    {
        if (Icmp.Echo.Count > 0)
        {
            report.Add("echo", "tcpip", Icmp.Echo.Count);
        }

        _streams?.ReportLeaks(report);
    }

    /// <summary>Unbinds from all adapters and gives everything back. Endpoints must have been closed before.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _transportRegistration.Deregister();
        _streams?.Stop();
        Flows.Reset();
        _loopbackLink.Drain();
        V4.Reset();
        V6.Reset();
        _protocolRegistration.Dispose();
    }

    /// <summary>The name of a component in traces: "host/ip".</summary>
    internal string TraceComponent(string layer) => Kernel.Name + "/" + layer;

    /// <summary>The next IPv4 identification: one counter for the host, never zero (WIN fingerprint "I", p0f "id+").</summary>
    internal ushort NextIdentification()
    {
        if (++_identification == 0)
        {
            _identification = 1;
        }

        return _identification;
    }

    /// <summary>Identifications for the pieces of a large send.</summary>
    /// <returns>The first of them.</returns>
    internal ushort NextIdentifications(int count)
    {
        ushort first = NextIdentification();
        _identification = (ushort)(_identification + count - 1);
        return first;
    }

    /// <summary>The identification of an IPv6 datagram that is fragmented: unpredictable (RFC 7739).</summary>
    internal uint NextFragmentIdentification() => _random.NextUInt32();

    /// <summary>The link behind an interface index that a received list carries.</summary>
    internal ILink LinkOf(uint index) => _linkByIndex[index]!;

    /// <summary>Neighbour discovery of an interface; null for loopback.</summary>
    internal NdpProtocol? NdpOf(uint index) => index < _linkByIndex.Length && _linkByIndex[index] is EthernetLink link ? link.Ndp : null;

    /// <summary>Adds TCP: a transport of both families that makes stream endpoints.</summary>
    internal void AddStreams(IStreamTransport streams)
    {
        _streams = streams;
        AddTransport(streams, null);
    }

    // TCP plugs itself in where it lives.
    partial void CreateStreams();

    private void AddTransport(ITransportProtocol transport, IpFamily? family)
    {
        _transports.Add(transport);
        if (family != IpFamily.V6)
        {
            V4.Transports[transport.Protocol] = transport;
        }

        if (family != IpFamily.V4)
        {
            V6.Transports[transport.Protocol] = transport;
        }
    }
}
