using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>A client of a listener that takes everything.</summary>
internal sealed class TestListener(TcpHost host) : IListenerClient
{
    public IListener Listener { get; set; } = null!;

    public List<TestStream> Accepted { get; } = [];

    public List<string> Events { get; } = [];

    public Action<TestStream>? OnAccepted { get; set; }

    public ConnectionRequestAction Answer { get; set; } = ConnectionRequestAction.Accept;

    public bool Refuses { get; set; }

    public bool TakesAtOnce { get; set; } = true;

    public ulong LastRequest { get; private set; }

    public ConnectionRequestAction OnRequest(ulong requestId, in IpEndpoint local, in IpEndpoint remote)
    {
        Events.Add($"request {remote.Address}");
        LastRequest = requestId;
        return Answer;
    }

    public void OnRequestAborted(ulong requestId) => Events.Add("aborted");

    public IStreamEndpointClient? OnIncoming(IStreamEndpoint endpoint, ulong requestId)
    {
        if (Refuses)
        {
            return null;
        }

        var stream = new TestStream(host);
        stream.Attach(endpoint);
        Accepted.Add(stream);
        if (TakesAtOnce)
        {
            Listener.Accepted();
        }

        OnAccepted?.Invoke(stream);
        return stream;
    }
}
