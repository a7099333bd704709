using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>A path of the test wire.</summary>
internal sealed class FakePath : ITransportPath
{
    public IpAddress Source { get; init; }

    public int Mtu { get; set; } = 1500;

    public bool IsValid { get; set; } = true;

    public OffloadCapabilities Offloads { get; set; } = OffloadCapabilities.None;

    public uint InterfaceIndex => 2;

    public ushort InterfaceType => 6;

    public bool IsLoopback => false;

    public bool IsGroup { get; init; }

    public int HeaderSize => 34;

    public int Confirmations { get; private set; }

    public void ConfirmReachability() => Confirmations++;
}
