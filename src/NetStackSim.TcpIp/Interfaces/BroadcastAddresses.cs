using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The broadcast addresses of all subnets of a host, for those who classify addresses without knowing the interface.</summary>
internal sealed class BroadcastAddresses
{
    private uint[] _known = [];

    /// <summary>True for the limited broadcast address and that of a subnet of any interface.</summary>
    internal bool Contains(IpAddress address) => address.IsV4 && (address.IsLimitedBroadcast || _known.AsSpan().Contains(address.V4Value));

    /// <summary>Addresses came or went.</summary>
    internal void Update(List<IpInterface> interfaces)
    {
        List<uint> known = [];
        foreach (IpInterface each in interfaces)
        {
            foreach (InterfaceAddress address in each.Addresses)
            {
                if (address.Prefix.HasBroadcast)
                {
                    known.Add(address.Prefix.Broadcast.V4Value);
                }
            }
        }

        _known = [.. known];
    }
}
