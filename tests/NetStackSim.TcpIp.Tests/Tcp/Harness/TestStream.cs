using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>A client of a stream endpoint that remembers everything.</summary>
internal sealed class TestStream(TcpHost host) : IStreamEndpointClient
{
    private readonly List<NetBufferList> _held = [];

    public IStreamEndpoint Endpoint { get; private set; } = null!;

    public TcpConnection Connection => (TcpConnection)Endpoint;

    public TcpHost Host => host;

    public List<string> Events { get; } = [];

    public List<byte> Received { get; } = [];

    public List<StreamSend> Completed { get; } = [];

    public List<int> Indications { get; } = [];

    public int HeldBytes { get; private set; }

    /// <summary>Gives data back at once when true; else it stays until <see cref="ReleaseAll"/>.</summary>
    public bool Reads { get; set; } = true;

    public bool IsConnected { get; private set; }

    public bool IsClosed { get; private set; }

    public Action<TestStream>? Connected { get; set; }

    public Action<TestStream>? Data { get; set; }

    public Action<TestStream>? SendDone { get; set; }

    public Action<TestStream, NtStatus>? Disconnected { get; set; }

    public void Attach(IStreamEndpoint endpoint) => Endpoint = endpoint;

    public StreamSend Send(byte[] data, StreamSendFlags flags = StreamSendFlags.None)
    {
        var send = new StreamSend { Mdl = data.Length == 0 ? null : Mdl.Over(data), Length = data.Length, Flags = flags };
        Assert.Equal(NtStatus.Pending, Endpoint.Send(send));
        return send;
    }

    public void ReleaseAll()
    {
        NetBufferListChain chain = default;
        foreach (NetBufferList list in _held)
        {
            chain.Add(list);
        }

        int bytes = HeldBytes;
        _held.Clear();
        HeldBytes = 0;
        Endpoint.Return(ref chain, bytes);
    }

    public void OnConnected(NtStatus status)
    {
        IsConnected = status.IsSuccess;
        Events.Add($"connected {status.Name}");
        Connected?.Invoke(this);
    }

    public void OnReceive(ref NetBufferListChain lists, int bytes, StreamReceiveFlags flags)
    {
        Indications.Add(lists.Count);
        NetBufferListChain chain = lists.Take();
        int sum = 0;
        NetBufferListChain back = default;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            byte[] data = new byte[list.FirstNetBuffer.DataLength];
            list.FirstNetBuffer.CopyTo(0, data);
            Received.AddRange(data);
            sum += data.Length;
            if (Reads)
            {
                back.Add(list);
            }
            else
            {
                _held.Add(list);
            }
        }

        Assert.Equal(bytes, sum);
        if (Reads)
        {
            Endpoint.Return(ref back, bytes);
        }
        else
        {
            HeldBytes += bytes;
        }

        Data?.Invoke(this);
    }

    public void OnSendComplete(StreamSend first)
    {
        for (StreamSend? send = first; send is not null;)
        {
            StreamSend? next = send.Next;
            Completed.Add(send);
            send = next;
        }

        SendDone?.Invoke(this);
    }

    public void OnDisconnected(NtStatus status)
    {
        Events.Add($"disconnected {status.Name}");
        Disconnected?.Invoke(this, status);
    }

    public void OnDisconnectComplete(NtStatus status) => Events.Add($"disconnect complete {status.Name}");

    public void OnClosed()
    {
        Events.Add("closed");
        IsClosed = true;
    }

    public void OnSendBacklog(long ideal)
    {
    }
}
