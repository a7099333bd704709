using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests;

/// <summary>A datagram endpoint that the test plays.</summary>
internal sealed class FakeDatagram(FakeTransport transport, IDatagramClient client) : IDatagramEndpoint
{
    private readonly List<DatagramSend> _sends = [];
    private IpEndpoint _local;
    private IpEndpoint _remote;

    public IpEndpoint Local => _local;

    public IpEndpoint Remote => _remote;

    public bool Filters { get; private set; }

    public bool IsClosed { get; private set; }

    public int Outstanding { get; private set; }

    public int PendingSends => _sends.Count;

    public List<IpEndpoint> Targets { get; } = [];

    public Dictionary<TransportOption, long> Options { get; } = [];

    public NtStatus Bind(in IpEndpoint local, AddressSharing sharing) => transport.Bind(local, sharing, out _local);

    public NtStatus SetRemote(in IpEndpoint remote, bool filterReceives)
    {
        _remote = remote;
        Filters = filterReceives;
        return NtStatus.Success;
    }

    public NtStatus Send(DatagramSend first)
    {
        for (DatagramSend? send = first; send is not null; send = send.Next)
        {
            _sends.Add(send);
            Targets.Add(send.Remote);
        }

        return NtStatus.Pending;
    }

    public void Return(ref NetBufferListChain lists)
    {
        Assert.False(IsClosed);
        while (lists.RemoveFirst() is { } list)
        {
            Outstanding--;
            list.Free();
        }
    }

    public NtStatus SetMembership(in IpAddress group, uint interfaceIndex, bool join) => NtStatus.Success;

    public NtStatus SetOption(TransportOption option, long value)
    {
        Options[option] = value;
        return NtStatus.Success;
    }

    public void Close()
    {
        Assert.Equal(0, Outstanding);
        IsClosed = true;
        CompleteSends(NtStatus.Cancelled);
        client.OnClosed();
    }

    /// <summary>Delivers datagrams with the given payload sizes in one chain; payload byte 0 is the running number.</summary>
    public void Deliver(string destination, params (byte Number, int Size)[] datagrams)
    {
        NetBufferListChain chain = default;
        foreach ((byte number, int size) in datagrams)
        {
            byte[] payload = new byte[size];
            payload.AsSpan().Fill(number);
            NetBufferList list = transport.MakeList(payload);
            list.Network.Source = IpAddress.Parse("10.0.0.9");
            list.Network.SourcePort = 99;
            list.Network.Destination = IpAddress.Parse(destination);
            list.Network.DestinationPort = _local.Port;
            list.Network.HopLimit = 64;
            list.Network.TrafficClass = 8;
            list.Network.InterfaceIndex = 3;
            chain.Add(list);
            Outstanding++;
        }

        using (transport.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            client.OnReceive(ref chain);
        }

        Assert.True(chain.IsEmpty);
    }

    public void Deliver(params (byte Number, int Size)[] datagrams) => Deliver("10.0.0.1", datagrams);

    public void DeliverList(NetBufferList list)
    {
        var chain = new NetBufferListChain(list);
        Outstanding++;
        using (transport.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            client.OnReceive(ref chain);
        }
    }

    public void Error(NtStatus status) => transport.AtDispatch(() => client.OnError(IpEndpoint.Parse("10.0.0.9:99"), status));

    /// <summary>Ends all sends: those at the given positions with an error.</summary>
    public void CompleteSends(NtStatus? failure = null, params int[] failing)
    {
        if (_sends.Count == 0)
        {
            return;
        }

        for (int i = 0; i < _sends.Count; i++)
        {
            bool fails = failure is not null && (failing.Length == 0 || failing.Contains(i));
            _sends[i].Status = fails ? failure!.Value : NtStatus.Success;
            _sends[i].Next = i + 1 < _sends.Count ? _sends[i + 1] : null;
        }

        DatagramSend first = _sends[0];
        _sends.Clear();
        using (transport.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            client.OnSendComplete(first);
        }
    }
}
