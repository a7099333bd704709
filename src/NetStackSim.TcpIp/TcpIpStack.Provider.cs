using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// The transport contracts, as clients find them through the network module registrar.
public sealed partial class TcpIpStack : ITransportProvider
{
    private static readonly TransportDescriptor[] Served =
    [
        new(IpFamily.V4, TransportSocketType.Stream, (byte)IpProtocol.Tcp),
        new(IpFamily.V6, TransportSocketType.Stream, (byte)IpProtocol.Tcp),
        new(IpFamily.V4, TransportSocketType.Datagram, (byte)IpProtocol.Udp),
        new(IpFamily.V6, TransportSocketType.Datagram, (byte)IpProtocol.Udp),
        new(IpFamily.V4, TransportSocketType.Raw, 0),
        new(IpFamily.V6, TransportSocketType.Raw, 0),
    ];

    /// <inheritdoc/>
    public ReadOnlySpan<TransportDescriptor> Transports => Served;

    /// <inheritdoc/>
    public NtStatus CreateStreamEndpoint(in EndpointOptions options, IStreamEndpointClient client, out IStreamEndpoint? endpoint)
    {
        endpoint = null;
        return _streams is not null && options.Protocol == (byte)IpProtocol.Tcp
            ? _streams.CreateStreamEndpoint(options, client, out endpoint)
            : NtStatus.ProtocolNotSupported;
    }

    /// <inheritdoc/>
    public NtStatus CreateListener(in EndpointOptions options, IListenerClient client, out IListener? listener)
    {
        listener = null;
        return _streams is not null && options.Protocol == (byte)IpProtocol.Tcp
            ? _streams.CreateListener(options, client, out listener)
            : NtStatus.ProtocolNotSupported;
    }

    /// <inheritdoc/>
    public NtStatus CreateDatagramEndpoint(in EndpointOptions options, IDatagramClient client, out IDatagramEndpoint? endpoint)
    {
        ArgumentNullException.ThrowIfNull(client);
        endpoint = null;
        if (options.Protocol != (byte)IpProtocol.Udp)
        {
            return NtStatus.ProtocolNotSupported;
        }

        endpoint = new UdpEndpoint(Udp, options, client);
        return NtStatus.Success;
    }

    /// <inheritdoc/>
    public NtStatus CreateRawEndpoint(in EndpointOptions options, IDatagramClient client, out IDatagramEndpoint? endpoint)
    {
        ArgumentNullException.ThrowIfNull(client);
        endpoint = null;
        bool isAllowed = Profile.AllowUserRawAccess || options.Process is not { } process
            || process.Token.Groups.Any(static group => group.Sid == WellKnownSids.Administrators);
        if (!isAllowed)
        {
            return NtStatus.AccessDenied;
        }

        endpoint = new RawEndpoint(this, options, client);
        return NtStatus.Success;
    }
}
