using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>The network layer of one family: wires its collaborators. The only generic class that the rest of the stack meets, and it meets it as <see cref="IpNetwork"/>.</summary>
internal sealed class IpNetwork<TFamily> : IpNetwork
    where TFamily : struct, IIpFamily
{
    private readonly IpReceiver<TFamily> _receiver;
    private readonly IpSender<TFamily> _sender;
    private readonly Reassembler<TFamily> _reassembler;
    private readonly IpForwarder<TFamily> _forwarder;

    internal IpNetwork(TcpIpStack stack)
        : base(stack, TFamily.Family)
    {
        _sender = new IpSender<TFamily>(this);
        _reassembler = new Reassembler<TFamily>(this);
        _forwarder = new IpForwarder<TFamily>(this);
        _receiver = new IpReceiver<TFamily>(this, _reassembler, _forwarder);
    }

    internal override void Receive(ref NetBufferListChain chain, IpInterface incoming) => _receiver.Receive(ref chain, incoming);

    internal override void Send(ref NetBufferListChain chain, IpPath path) => _sender.Send(ref chain, path);

    internal override void SendPrepared(ref NetBufferListChain chain, IpPath path) => _sender.SendPrepared(ref chain, path);

    internal override void SendInjected(ref NetBufferListChain chain, IpPath path) => _sender.SendInjected(ref chain, path);

    internal override void SendIncluded(NetBufferList list, IpPath path, byte[] header) => _sender.SendIncluded(list, path, header);

    internal override void SendWaiting(ref NetBufferListChain chain, Neighbour neighbour) => _sender.SendWaiting(ref chain, neighbour);

    internal override void BuildTemplate(IpPath path) => IpSender<TFamily>.BuildTemplate(path);

    internal override void Reset()
    {
        _reassembler.Reset();
        _forwarder.Reset();
    }
}
