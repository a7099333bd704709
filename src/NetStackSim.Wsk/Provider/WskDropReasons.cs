using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Why WSK drops what the transport delivered.</summary>
public static class WskDropReasons
{
    /// <summary>The module number of WSK among our own drop modules.</summary>
    public const ushort Module = 0x105;

    /// <summary>A datagram found the socket's receive buffer full.</summary>
    public static readonly DropReason ReceiveBufferFull = new(Module, 1, "WSK receive buffer full");
}
