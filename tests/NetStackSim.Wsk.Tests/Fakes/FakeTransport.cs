using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests;

/// <summary>A transport without a stack behind it: tests deliver lists, complete sends, end connections, and count what comes back.</summary>
internal sealed class FakeTransport(SimKernel kernel) : ITransportProvider
{
    private static readonly TransportDescriptor[] Served =
    [
        new(IpFamily.V4, TransportSocketType.Stream, 6),
        new(IpFamily.V6, TransportSocketType.Stream, 6),
        new(IpFamily.V4, TransportSocketType.Datagram, 17),
        new(IpFamily.V6, TransportSocketType.Datagram, 17),
    ];

    private ushort _nextPort = 49152;

    public SimKernel Kernel { get; } = kernel;

    public NetBufferListPool Pool { get; } = new(kernel, new NetBufferListPoolOptions { Name = "fake", DataSize = 2048, HeadRoom = 64 });

    public List<FakeStream> Streams { get; } = [];

    public List<FakeListener> Listeners { get; } = [];

    public List<FakeDatagram> Datagrams { get; } = [];

    public List<EndpointOptions> Created { get; } = [];

    public NtStatus BindStatus { get; set; } = NtStatus.Success;

    public AddressSharing LastSharing { get; set; }

    public ReadOnlySpan<TransportDescriptor> Transports => Served;

    public INetworkStore Store => throw new NotSupportedException();

    public FakeStream Stream => Streams[^1];

    public FakeListener Listener => Listeners[^1];

    public FakeDatagram Datagram => Datagrams[^1];

    public NtStatus CreateStreamEndpoint(in EndpointOptions options, IStreamEndpointClient client, out IStreamEndpoint? endpoint)
    {
        Created.Add(options);
        var stream = new FakeStream(this, client);
        Streams.Add(stream);
        endpoint = stream;
        return NtStatus.Success;
    }

    public NtStatus CreateListener(in EndpointOptions options, IListenerClient client, out IListener? listener)
    {
        Created.Add(options);
        var made = new FakeListener(this, client);
        Listeners.Add(made);
        listener = made;
        return NtStatus.Success;
    }

    public NtStatus CreateDatagramEndpoint(in EndpointOptions options, IDatagramClient client, out IDatagramEndpoint? endpoint)
    {
        Created.Add(options);
        var made = new FakeDatagram(this, client);
        Datagrams.Add(made);
        endpoint = made;
        return NtStatus.Success;
    }

    public NtStatus Bind(in IpEndpoint wanted, AddressSharing sharing, out IpEndpoint bound)
    {
        LastSharing = sharing;
        bound = wanted.Port == 0 ? wanted.WithPort(_nextPort++) : wanted;
        return BindStatus;
    }

    /// <summary>A list with the given payload in one or several descriptors.</summary>
    public NetBufferList MakeList(ReadOnlySpan<byte> payload, int descriptors = 1)
    {
        NetBufferList list = Pool.Get();
        NetBuffer buffer = list.FirstNetBuffer;
        if (descriptors == 1)
        {
            buffer.DataLength = payload.Length;
            buffer.CopyFrom(0, payload);
            return list;
        }

        int size = Math.Max(1, payload.Length / descriptors);
        int first = Math.Min(size, payload.Length);
        buffer.DataLength = first;
        buffer.CopyFrom(0, payload[..first]);
        for (int at = first; at < payload.Length; at += size)
        {
            buffer.AppendMdl(Mdl.Over(payload.Slice(at, Math.Min(size, payload.Length - at)).ToArray()));
        }

        return list;
    }

    /// <summary>Runs code as the stack does: at Dispatch.</summary>
    public void AtDispatch(Action action)
    {
        using (Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            action();
        }
    }
}
