using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>Event callbacks of a listening socket (<c>WSK_CLIENT_LISTEN_DISPATCH</c>). IRQL at most Dispatch.</summary>
public interface IWskListenEvents
{
    /// <summary>A connection was established while no accept request was pending.</summary>
    /// <param name="socket">The listening socket.</param>
    /// <param name="flags">AtDispatchLevel.</param>
    /// <param name="local">Our address.</param>
    /// <param name="remote">The peer's.</param>
    /// <param name="acceptSocket">The new socket; null when the listening socket is dead and only <see cref="WskSocket.Close"/> is left.</param>
    /// <param name="acceptEvents">The callbacks of the new socket, or null.</param>
    /// <returns>Success takes the socket; RequestNotAccepted makes WSK close it.</returns>
    [WindowsDdi("WskAcceptEvent")]
    NtStatus Accept(WskListenSocket socket, WskEventFlags flags, in IpEndpoint local, in IpEndpoint remote, WskConnectionSocket? acceptSocket, out IWskConnectionEvents? acceptEvents);

    /// <summary>A connection request arrived at a conditional listener; nothing has been answered yet.</summary>
    /// <param name="socket">The listening socket.</param>
    /// <param name="local">Our address.</param>
    /// <param name="remote">The peer's.</param>
    /// <param name="inspectId">Names the request.</param>
    /// <returns>What to do with it.</returns>
    [WindowsDdi("WskInspectEvent")]
    WskInspectAction Inspect(WskListenSocket socket, in IpEndpoint local, in IpEndpoint remote, ulong inspectId) => WskInspectAction.Accept;

    /// <summary>A request that was accepted or pended died before it was established.</summary>
    /// <param name="socket">The listening socket.</param>
    /// <param name="inspectId">The request.</param>
    /// <returns>Success.</returns>
    [WindowsDdi("WskAbortEvent")]
    NtStatus Abort(WskListenSocket socket, ulong inspectId) => NtStatus.Success;
}
