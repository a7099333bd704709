using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Multicast groups of datagram endpoints: counted on the interface, remembered on the endpoint.</summary>
internal static class DatagramMembership
{
    /// <summary>Joins or leaves.</summary>
    internal static NtStatus Set(TcpIpStack stack, DatagramEndpoint endpoint, in IpAddress group, uint interfaceIndex, bool join)
    {
        IpInterface? at = interfaceIndex != 0
            ? stack.FindInterface(interfaceIndex)
            : stack.Ip.For(group.Family).Routes.Lookup(group, constraint: null, stack.Kernel.Now)?.Interface;
        if (at is null)
        {
            return NtStatus.InvalidParameter;
        }

        (IpAddress, uint) entry = (group, at.Index);
        bool isMember = endpoint.Memberships.Contains(entry);
        if (isMember == join)
        {
            return join ? NtStatus.AddressAlreadyExists : NtStatus.NotFound;
        }

        if (join)
        {
            endpoint.Memberships.Add(entry);
            at.Join(group);
        }
        else
        {
            endpoint.Memberships.Remove(entry);
            at.Leave(group);
        }

        return NtStatus.Success;
    }

    /// <summary>Leaves every group, when the endpoint closes.</summary>
    internal static void LeaveAll(TcpIpStack stack, DatagramEndpoint endpoint)
    {
        foreach ((IpAddress group, uint index) in endpoint.Memberships)
        {
            stack.FindInterface(index)?.Leave(group);
        }

        endpoint.Memberships.Clear();
    }
}
