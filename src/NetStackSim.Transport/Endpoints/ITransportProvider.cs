using NetStackSim.Kernel;

namespace NetStackSim.Transport;

/// <summary>
/// What a transport offers to the clients above it: the role of TLNPI. WSK, TDI and Winsock find it through the network module
/// registrar under <see cref="TransportNpi.Id"/> and never see the stack behind it.
/// </summary>
/// <remarks>All members: IRQL at most Dispatch; they run on the loop of the host.</remarks>
public interface ITransportProvider
{
    /// <summary>The transports served, in a fixed order (<c>WSK_TRANSPORT_LIST_QUERY</c>).</summary>
    ReadOnlySpan<TransportDescriptor> Transports { get; }

    /// <summary>Makes an unbound stream endpoint, for <see cref="IStreamEndpoint.Connect"/>.</summary>
    /// <param name="options">Family, protocol and owner.</param>
    /// <param name="client">Who gets the upcalls; stays the same for the endpoint's life.</param>
    /// <param name="endpoint">The endpoint; it lives until <see cref="IStreamEndpointClient.OnClosed"/>.</param>
    /// <returns>Success, ProtocolNotSupported, InsufficientResources.</returns>
    NtStatus CreateStreamEndpoint(in EndpointOptions options, IStreamEndpointClient client, out IStreamEndpoint? endpoint);

    /// <summary>Makes an unbound listener.</summary>
    /// <param name="options">Family, protocol and owner.</param>
    /// <param name="client">Who is asked about, and gets, incoming connections.</param>
    /// <param name="listener">The listener.</param>
    /// <returns>Success, ProtocolNotSupported, InsufficientResources.</returns>
    NtStatus CreateListener(in EndpointOptions options, IListenerClient client, out IListener? listener);

    /// <summary>Makes an unbound datagram endpoint.</summary>
    /// <param name="options">Family, protocol and owner.</param>
    /// <param name="client">Who gets the datagrams.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>Success, ProtocolNotSupported, InsufficientResources.</returns>
    NtStatus CreateDatagramEndpoint(in EndpointOptions options, IDatagramClient client, out IDatagramEndpoint? endpoint);

    /// <summary>Makes an unbound raw endpoint: packets of one IP protocol, without a transport. IPv4 datagrams arrive with their IP header.</summary>
    /// <param name="options">Family, protocol (0: of every protocol) and owner.</param>
    /// <param name="client">Who gets the packets.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>Success, ProtocolNotSupported, AccessDenied (the owner is no administrator), InsufficientResources.</returns>
    NtStatus CreateRawEndpoint(in EndpointOptions options, IDatagramClient client, out IDatagramEndpoint? endpoint)
    {
        endpoint = null;
        return NtStatus.ProtocolNotSupported;
    }

    /// <summary>The tables of the stack behind this provider.</summary>
    INetworkStore Store { get; }
}
