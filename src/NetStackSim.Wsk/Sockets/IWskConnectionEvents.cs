using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Event callbacks of a connection socket (<c>WSK_CLIENT_CONNECTION_DISPATCH</c>). IRQL at most Dispatch; must not wait; may start requests.</summary>
public interface IWskConnectionEvents
{
    /// <summary>Data arrived while no receive request was pending.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="flags">AtDispatchLevel, EntireMessage, ReleaseAsap.</param>
    /// <param name="data">The pieces, or null when the socket is dead and only <see cref="WskSocket.Close"/> is left.</param>
    /// <param name="bytesIndicated">Bytes in all pieces.</param>
    /// <param name="bytesAccepted">On entry equal to <paramref name="bytesIndicated"/>; on return what was taken.</param>
    /// <returns>
    /// Success: WSK owns the pieces again, and if fewer bytes were accepted the callback stops until <see cref="WskConnectionSocket.Receive"/>;
    /// Pending: all bytes are taken and the client owns the pieces until <see cref="WskConnectionSocket.Release"/>;
    /// DataNotAccepted: none are taken and the callback stops until <see cref="WskConnectionSocket.Receive"/>.
    /// </returns>
    [WindowsDdi("WskReceiveEvent")]
    NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted);

    /// <summary>The peer ended its direction, or both.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="flags">Abortive: both directions are dead. Else the peer sent FIN, after all its data was indicated, and sending is still possible.</param>
    /// <returns>Success.</returns>
    [WindowsDdi("WskDisconnectEvent")]
    NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags);

    /// <summary>The ideal amount of outstanding sends changed.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="idealBacklogSize">Bytes.</param>
    /// <returns>Success.</returns>
    [WindowsDdi("WskSendBacklogEvent")]
    NtStatus SendBacklog(WskConnectionSocket socket, long idealBacklogSize) => NtStatus.Success;
}
