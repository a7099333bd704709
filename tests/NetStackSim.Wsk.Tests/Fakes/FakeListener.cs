using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests;

/// <summary>A listener that the test plays.</summary>
internal sealed class FakeListener(FakeTransport transport, IListenerClient client) : IListener
{
    private IpEndpoint _local;

    public IpEndpoint Local => _local;

    public Dictionary<TransportOption, long> Options { get; } = [];

    public List<string> Log { get; } = [];

    public bool IsConditional { get; private set; }

    public bool IsClosed { get; private set; }

    public int Waiting { get; private set; }

    public NtStatus Bind(in IpEndpoint local, AddressSharing sharing) => transport.Bind(local, sharing, out _local);

    public NtStatus Listen(int backlog, bool conditional)
    {
        IsConditional = conditional;
        return NtStatus.Success;
    }

    public void Accepted() => Waiting--;

    public NtStatus CompleteRequest(ulong requestId, ConnectionRequestAction action)
    {
        Log.Add($"request {requestId} {action}");
        return NtStatus.Success;
    }

    public NtStatus SetOption(TransportOption option, long value)
    {
        Options[option] = value;
        return NtStatus.Success;
    }

    public void Close()
    {
        IsClosed = true;
        client.OnClosed();
    }

    /// <summary>A handshake completes. Returns null when the client refused the connection.</summary>
    public FakeStream? Incoming(string remote = "10.0.0.9:1234", ulong requestId = 0, string? local = null)
    {
        var stream = new FakeStream(transport, null!)
        {
            Local = local is null ? new IpEndpoint(IpAddress.Parse("10.0.0.1"), _local.Port) : IpEndpoint.Parse(local),
            Remote = IpEndpoint.Parse(remote),
        };
        Waiting++;
        IStreamEndpointClient? accepted = client.OnIncoming(stream, requestId);
        if (accepted is null)
        {
            Waiting--;
            return null;
        }

        stream.Client = accepted;
        transport.Streams.Add(stream);
        stream.Connected(NtStatus.Success);
        return stream;
    }

    public ConnectionRequestAction Request(ulong id, string remote = "10.0.0.9:1234")
    {
        var peer = IpEndpoint.Parse(remote);
        ConnectionRequestAction action = default;
        transport.AtDispatch(() => action = client.OnRequest(id, new IpEndpoint(IpAddress.Parse("10.0.0.1"), _local.Port), peer));
        return action;
    }

    public void Abort(ulong id) => transport.AtDispatch(() => client.OnRequestAborted(id));
}
