using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>What <see cref="TcpIpStack"/>, the transport provider, needs from TCP besides <see cref="ITransportProtocol"/>.</summary>
internal interface IStreamTransport : ITransportProtocol
{
    /// <inheritdoc cref="ITransportProvider.CreateStreamEndpoint"/>
    NtStatus CreateStreamEndpoint(in EndpointOptions options, IStreamEndpointClient client, out IStreamEndpoint? endpoint);

    /// <inheritdoc cref="ITransportProvider.CreateListener"/>
    NtStatus CreateListener(in EndpointOptions options, IListenerClient client, out IListener? listener);

    /// <summary>Appends the connections and listeners in the order in which they were made.</summary>
    void AddEndpoints(List<EndpointRow> rows);

    /// <summary>Appends the connections as flows, in the order in which they were made.</summary>
    void AddFlows(List<FlowRow> rows);

    /// <summary>Appends the counters, named "tcp.in.segs" and so on, in a fixed order.</summary>
    void AddStatistics(List<KeyValuePair<string, long>> rows);

    /// <summary>Appends what is still open or outstanding, for the leak report of the host.</summary>
    void ReportLeaks(LeakReport report);

    /// <summary>The stack goes: TIME-WAIT entries and half-open connections are forgotten, nothing is sent. Endpoints must have been closed before.</summary>
    void Stop();
}
