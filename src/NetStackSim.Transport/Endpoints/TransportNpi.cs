namespace NetStackSim.Transport;

/// <summary>The network programming interface between transports and their clients, as registered with the network module registrar.</summary>
public static class TransportNpi
{
    /// <summary>The NPI id. Windows does not publish the one of TLNPI; this value is our own.</summary>
    public static readonly Guid Id = new("5b1f6a52-6f0e-4d0d-9d3c-6e7473740001");

    /// <summary>The number under which the TCP/IP stack registers; clients match any.</summary>
    public const uint TcpIpNumber = 1;
}
