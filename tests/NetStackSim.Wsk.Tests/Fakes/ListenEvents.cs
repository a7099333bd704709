using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wsk.Tests;

/// <summary>A client's listening callbacks, written down.</summary>
internal sealed class ListenEvents : IWskListenEvents
{
    public List<string> Log { get; init; } = [];

    public List<WskConnectionSocket> Accepted { get; } = [];

    public List<ConnectionEvents> Connections { get; } = [];

    public NtStatus Answer { get; set; } = NtStatus.Success;

    public WskInspectAction Inspection { get; set; } = WskInspectAction.Accept;

    public Action<WskListenSocket, WskConnectionSocket?>? OnAccept { get; set; }

    public NtStatus Accept(
        WskListenSocket socket, WskEventFlags flags, in IpEndpoint local, in IpEndpoint remote, WskConnectionSocket? acceptSocket, out IWskConnectionEvents? acceptEvents)
    {
        Log.Add(acceptSocket is null ? "accept null" : $"accept {local} {remote}");
        acceptEvents = null;
        if (acceptSocket is not null)
        {
            var events = new ConnectionEvents { Log = Log };
            acceptEvents = events;
            Connections.Add(events);
            Accepted.Add(acceptSocket);
        }

        OnAccept?.Invoke(socket, acceptSocket);
        return Answer;
    }

    public WskInspectAction Inspect(WskListenSocket socket, in IpEndpoint local, in IpEndpoint remote, ulong inspectId)
    {
        Log.Add($"inspect {inspectId} {remote}");
        return Inspection;
    }

    public NtStatus Abort(WskListenSocket socket, ulong inspectId)
    {
        Log.Add($"abort {inspectId}");
        return NtStatus.Success;
    }
}
