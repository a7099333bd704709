using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>A wire that allocates nothing: each side's segments wait in a queue until they are pumped.</summary>
internal sealed class DirectWire : ITransportNetwork
{
    private readonly NetBufferListPool _pool;
    private readonly FakePath _path;
    private readonly IpAddress _address;
    private NetBufferListQueue _incoming;
    private DirectWire _peer = null!;

    private DirectWire(SimKernel kernel, InspectionPoints points, IpAddress address, StackProfile profile)
    {
        _address = address;
        _path = new FakePath { Source = address };
        _pool = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "wire", DataSize = 2048 });
        Drops = new DropPoint(kernel, points);
        Tcp = new TcpProtocol(kernel, profile, this, points);
    }

    public TcpProtocol Tcp { get; }

    public DropPoint Drops { get; }

    public IpAddress Address => _address;

    public long Segments { get; private set; }

    /// <summary>Drops every n-th segment with data; 0 drops none.</summary>
    public int LoseEvery { get; set; }

    public static (DirectWire A, DirectWire B) Pair(EventLoop loop, StackProfile? profile = null)
    {
        var wires = new DirectWire[2];
        for (int index = 0; index < 2; index++)
        {
            var kernel = new SimKernel(loop, new SimKernelOptions { Name = "host" + index, HostIndex = index + 1, Verifier = false });
            wires[index] = new DirectWire(kernel, new InspectionPoints(), IpAddress.FromV4(10, 0, 0, (byte)(index + 1)), profile ?? StackProfile.Windows11);
        }

        wires[0]._peer = wires[1];
        wires[1]._peer = wires[0];
        return (wires[0], wires[1]);
    }

    /// <summary>Delivers everything that waits for this side as one chain.</summary>
    /// <returns>False when nothing waited.</returns>
    public bool Pump()
    {
        if (_incoming.IsEmpty)
        {
            return false;
        }

        NetBufferListChain chain = _incoming.TakeAll();
        Tcp.Receive(ref chain);
        return true;
    }

    public NtStatus TryGetPath(in IpAddress destination, in IpAddress source, uint interfaceIndex, out ITransportPath? path)
    {
        path = _path;
        return NtStatus.Success;
    }

    public void Send(ref NetBufferListChain chain, ITransportPath path)
    {
        NetBufferListChain done = chain.Take();
        foreach (NetBufferList list in done)
        {
            int length = list.FirstNetBuffer.DataLength;
            Segments++;
            if (LoseEvery == 0 || length <= TcpHeader.MaximumSize || Segments % LoseEvery != 0)
            {
                _peer.Enqueue(list, length, _address);
            }
        }

        done.Head!.Owner!.SendComplete(ref done);
    }

    public void ReturnReceived(ref NetBufferListChain chain)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Pool.Return(list);
        }
    }

    public bool IsLocalAddress(in IpAddress address) => address == _address;

    public void LowerPathMtu(in IpAddress destination, int mtu) => _path.Mtu = mtu;

    public uint CompartmentOf(uint interfaceIndex) => 1;

    private void Enqueue(NetBufferList sent, int length, in IpAddress source)
    {
        if (!_pool.TryRent(out NetBufferList? list))
        {
            return;
        }

        list.FirstNetBuffer.DataLength = length;
        sent.FirstNetBuffer.CopyTo(0, list.FirstNetBuffer.GetWritable(length));
        list.Network.Source = source;
        list.Network.Destination = _address;
        list.Network.InterfaceIndex = 2;
        list.Network.Protocol = (byte)IpProtocol.Tcp;
        list.Network.Flags = 0;
        _incoming.Enqueue(list);
    }
}
