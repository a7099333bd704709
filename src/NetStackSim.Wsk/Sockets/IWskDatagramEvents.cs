using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Event callback of a datagram socket (<c>WSK_CLIENT_DATAGRAM_DISPATCH</c>). IRQL at most Dispatch.</summary>
public interface IWskDatagramEvents
{
    /// <summary>Datagrams arrived while no receive request was pending.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="flags">AtDispatchLevel, Broadcast, Multicast.</param>
    /// <param name="datagrams">The datagrams, or null when the socket is dead.</param>
    /// <returns>
    /// Success: WSK owns them again; Pending: the client owns them until <see cref="WskDatagramSocket.Release"/>; DataNotAccepted: WSK keeps
    /// them, and if the callback was enabled by option it is off until it is enabled again.
    /// </returns>
    [WindowsDdi("WskReceiveFromEvent")]
    NtStatus ReceiveFrom(WskDatagramSocket socket, WskEventFlags flags, WskDatagramIndication? datagrams);
}
