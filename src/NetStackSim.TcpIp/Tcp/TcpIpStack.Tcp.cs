namespace NetStackSim.TcpIp;

// TCP, the stream transport of the stack.
public sealed partial class TcpIpStack
{
    internal TcpProtocol Tcp { get; private set; } = null!;

    partial void CreateStreams()
    {
        Tcp = new TcpProtocol(Kernel, Profile, new IpTransportNetwork(this), Inspection);
        AddStreams(Tcp);
    }
}
