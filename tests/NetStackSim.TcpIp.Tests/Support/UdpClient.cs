using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests;

/// <summary>A client of a datagram endpoint that remembers what it got.</summary>
internal sealed class UdpClient : IDatagramClient
{
    private readonly IDatagramEndpoint _endpoint;

    public UdpClient(TestHost host, string local, AddressSharing sharing = AddressSharing.Default, bool dual = false)
    {
        IpEndpoint at = IpEndpoint.Parse(local);
        Assert.Equal(NtStatus.Success, host.Stack.CreateDatagramEndpoint(new EndpointOptions(at.Family, 17, DualMode: dual), this, out IDatagramEndpoint? endpoint));
        _endpoint = endpoint!;
        BindStatus = _endpoint.Bind(at, sharing);
    }

    public IDatagramEndpoint Endpoint => _endpoint;

    public NtStatus BindStatus { get; }

    public List<(IpEndpoint From, IpEndpoint To, byte[] Data)> Received { get; } = [];

    public List<DatagramSend> Completed { get; } = [];

    public List<(IpEndpoint Remote, NtStatus Status)> Errors { get; } = [];

    public int ClosedCount { get; private set; }

    public bool Keeps { get; set; }

    public bool Echoes { get; set; }

    public int LongestChain { get; private set; }

    public List<NetBufferList> Kept { get; } = [];

    public NtStatus Send(string remote, byte[] data)
    {
        DatagramSend send = new() { Mdl = data.Length == 0 ? null : Mdl.Over(data), Length = data.Length, Remote = IpEndpoint.Parse(remote) };
        return _endpoint.Send(send);
    }

    public void OnReceive(ref NetBufferListChain lists)
    {
        LongestChain = Math.Max(LongestChain, lists.Count);
        NetBufferListChain mine = lists.Take();
        List<(IpEndpoint From, byte[] Data)> answers = [];
        foreach (NetBufferList list in mine)
        {
            byte[] data = new byte[list.FirstNetBuffer.DataLength];
            list.FirstNetBuffer.CopyTo(0, data);
            IpEndpoint from = new(list.Network.Source, list.Network.SourcePort);
            Received.Add((from, new IpEndpoint(list.Network.Destination, list.Network.DestinationPort), data));
            answers.Add((from, data));
        }

        if (Keeps)
        {
            while (mine.RemoveFirst() is { } list)
            {
                Kept.Add(list);
            }
        }
        else
        {
            _endpoint.Return(ref mine);
        }

        foreach ((IpEndpoint from, byte[] data) in answers)
        {
            if (Echoes)
            {
                Send(from.ToString(), data);
            }
        }
    }

    public void ReturnKept()
    {
        NetBufferListChain chain = default;
        foreach (NetBufferList list in Kept)
        {
            chain.Add(list);
        }

        Kept.Clear();
        _endpoint.Return(ref chain);
    }

    public void OnSendComplete(DatagramSend first)
    {
        for (DatagramSend? send = first; send is not null; send = send.Next)
        {
            Completed.Add(send);
        }
    }

    public void OnError(in IpEndpoint remote, NtStatus status) => Errors.Add((remote, status));

    public void OnClosed() => ClosedCount++;
}
