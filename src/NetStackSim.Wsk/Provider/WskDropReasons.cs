using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Why WSK drops what the transport delivered.</summary>
public static class WskDropReasons
{
    /// <summary>A datagram found the socket's receive buffer full.</summary>
    public static readonly DropReason ReceiveBufferFull = new(DropModule.Wsk, 1, "ReceiveBufferFull");

    /// <summary>Data waited in a socket that was closed, or whose connection was reset: nobody will receive it.</summary>
    public static readonly DropReason NeverReceived = new(DropModule.Wsk, 2, "NeverReceived");
}
