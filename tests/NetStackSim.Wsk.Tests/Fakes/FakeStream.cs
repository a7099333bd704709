using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests;

/// <summary>A stream endpoint that the test plays.</summary>
internal sealed class FakeStream(FakeTransport transport, IStreamEndpointClient client) : IStreamEndpoint
{
    private readonly List<StreamSend> _sends = [];
    private IpEndpoint _local;
    private IpEndpoint _remote;

    public List<string> Log { get; } = [];

    public Dictionary<TransportOption, long> Options { get; } = [];

    public IStreamEndpointClient? Client { get; set; } = client;

    public IpEndpoint Local
    {
        get => _local;
        set => _local = value;
    }

    public IpEndpoint Remote
    {
        get => _remote;
        set => _remote = value;
    }

    public NtStatus ConnectStatus { get; set; } = NtStatus.Pending;

    public NtStatus SendStatus { get; set; } = NtStatus.Pending;

    public bool CompletesDisconnects { get; set; } = true;

    /// <summary>Hints of coming deliveries.</summary>
    public StreamReceiveFlags Hints { get; set; } = StreamReceiveFlags.AtDispatch;

    /// <summary>False makes the last upcall wait for <see cref="FinishClose"/>.</summary>
    public bool ClosesAtOnce { get; set; } = true;

    public bool IsClosed { get; private set; }

    public int OutstandingLists { get; private set; }

    public long OutstandingBytes { get; private set; }

    public long DeliveredBytes { get; private set; }

    public long ReturnedBytes { get; private set; }

    public int PendingSends => _sends.Count;

    public NtStatus Bind(in IpEndpoint local, AddressSharing sharing) => transport.Bind(local, sharing, out _local);

    public NtStatus Connect(in IpEndpoint remote)
    {
        Log.Add($"connect {remote}");
        _remote = remote;
        return ConnectStatus;
    }

    public NtStatus Send(StreamSend send)
    {
        if (SendStatus != NtStatus.Pending)
        {
            return SendStatus;
        }

        _sends.Add(send);
        return NtStatus.Pending;
    }

    public void Return(ref NetBufferListChain lists, int bytes)
    {
        Assert.False(IsClosed, "Lists came back after the close.");
        while (lists.RemoveFirst() is { } list)
        {
            OutstandingLists--;
            list.Free();
        }

        Consumed(bytes);
    }

    public void Consumed(int bytes)
    {
        OutstandingBytes -= bytes;
        ReturnedBytes += bytes;
        Assert.True(OutstandingBytes >= 0, "More bytes came back than were delivered.");
    }

    public NtStatus Disconnect(bool abortive)
    {
        Log.Add(abortive ? "abort" : "fin");
        if (abortive)
        {
            FailSends(NtStatus.ConnectionAborted);
        }

        if (CompletesDisconnects || abortive)
        {
            Client!.OnDisconnectComplete(NtStatus.Success);
        }

        return NtStatus.Pending;
    }

    public void Close()
    {
        Assert.Equal(0, OutstandingLists);
        Assert.Equal(0, OutstandingBytes);
        Assert.False(IsClosed);
        IsClosed = true;
        Log.Add("close");
        if (ClosesAtOnce)
        {
            FinishClose();
        }
    }

    public NtStatus SetOption(TransportOption option, long value)
    {
        Options[option] = value;
        return NtStatus.Success;
    }

    public NtStatus GetOption(TransportOption option, out long value) =>
        Options.TryGetValue(option, out value) ? NtStatus.Success : NtStatus.NotSupported;

    public void FinishClose()
    {
        FailSends(NtStatus.Cancelled);
        Client!.OnClosed();
    }

    public void Connected(NtStatus status) => transport.AtDispatch(() => Client!.OnConnected(status));

    /// <summary>Delivers segments of the byte stream <c>0, 1, 2, ... 255, 0, ...</c>, all in one indication.</summary>
    public void Deliver(params int[] sizes) => DeliverIn(1, sizes);

    public void DeliverIn(int descriptors, params int[] sizes)
    {
        NetBufferListChain chain = default;
        int bytes = 0;
        foreach (int size in sizes)
        {
            chain.Add(transport.MakeList(Pattern(DeliveredBytes, size), descriptors));
            DeliveredBytes += size;
            bytes += size;
            OutstandingLists++;
        }

        OutstandingBytes += bytes;
        using (transport.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            Client!.OnReceive(ref chain, bytes, Hints);
        }

        Assert.True(chain.IsEmpty, "The client takes the lists.");
    }

    /// <summary>One segment without allocating anything that the test owns.</summary>
    public void DeliverList(NetBufferList list, int bytes)
    {
        var chain = new NetBufferListChain(list);
        DeliveredBytes += bytes;
        OutstandingLists++;
        OutstandingBytes += bytes;
        using (transport.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            Client!.OnReceive(ref chain, bytes, Hints);
        }
    }

    public void Fin() => transport.AtDispatch(() => Client!.OnDisconnected(NtStatus.Success));

    public void Reset(NtStatus? status = null)
    {
        NtStatus why = status ?? NtStatus.ConnectionReset;
        transport.AtDispatch(() =>
        {
            FailSends(why);
            Client!.OnDisconnected(why);
        });
    }

    public void DisconnectCompleted(NtStatus status) => transport.AtDispatch(() => Client!.OnDisconnectComplete(status));

    public void Backlog(long bytes) => transport.AtDispatch(() => Client!.OnSendBacklog(bytes));

    /// <summary>The peer acknowledged the oldest sends.</summary>
    public void Acknowledge(int count = int.MaxValue)
    {
        using (transport.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            CompleteSends(Math.Min(count, _sends.Count), NtStatus.Success);
        }
    }

    public StreamSend SendAt(int index) => _sends[index];

    public static byte[] Pattern(long start, int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = (byte)(start + i);
        }

        return bytes;
    }

    private void FailSends(NtStatus status) => CompleteSends(_sends.Count, status);

    private void CompleteSends(int count, NtStatus status)
    {
        if (count == 0)
        {
            return;
        }

        StreamSend first = _sends[0];
        for (int i = 0; i < count; i++)
        {
            StreamSend send = _sends[i];
            send.Status = status;
            send.BytesSent = status.IsSuccess ? send.Length : 0;
            send.Next = i + 1 < count ? _sends[i + 1] : null;
        }

        _sends.RemoveRange(0, count);
        Client!.OnSendComplete(first);
    }
}
