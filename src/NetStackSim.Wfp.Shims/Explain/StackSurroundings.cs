using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>A running stack as it is at the moment of each question.</summary>
internal sealed class StackSurroundings(SimKernel kernel, TcpIpStack stack) : IPacketSurroundings
{
    /// <inheritdoc/>
    public uint InterfaceOf(in IpAddress local)
    {
        foreach (IpInterface each in stack.Interfaces)
        {
            if (each.FindAddress(local) is not null || (local.IsLoopback && each.IsLoopback))
            {
                return each.Index;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public ushort InterfaceType(uint index) => stack.FindInterface(index)?.Type ?? IpInterface.EthernetType;

    /// <inheritdoc/>
    public MacAddress MacOf(uint index) => stack.FindInterface(index)?.PhysicalAddress ?? MacAddress.None;

    /// <inheritdoc/>
    public bool IsLocal(in IpAddress destination)
    {
        if (InterfaceOf(destination) != 0)
        {
            return true;
        }

        foreach (IpInterface each in stack.Interfaces)
        {
            if ((destination.IsV4 && each.IsBroadcast(destination)) || (destination.IsMulticast && each.IsMember(destination)))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Forwards(IpFamily family) => stack.Interfaces.Any(each => each.For(family).Forwarding);

    /// <inheritdoc/>
    public uint RouteTo(in IpAddress destination, out IpAddress source)
    {
        uint index = InterfaceOf(destination);
        if (index != 0)
        {
            source = destination;
            return stack.Loopback.Index;
        }

        IpAddress target = destination;
        index = stack.Store.GetRoutes().FirstOrDefault(route => route.Destination.Contains(target))?.InterfaceIndex ?? 0;
        source = destination.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        foreach (AddressRow row in stack.Store.GetAddresses())
        {
            bool isBetter = source.IsUnspecified || (source.IsLinkLocal && !destination.IsLinkLocal);
            if (row.InterfaceIndex == index && row.Address.Family == destination.Family && isBetter)
            {
                source = row.Address;
            }
        }

        return index;
    }

    /// <inheritdoc/>
    public PacketParty? Find(byte protocol, in IpEndpoint local, in IpEndpoint remote, ushort echoId)
    {
        (IpEndpoint ours, IpEndpoint theirs) = (local, remote);
        FlowRow? flow = stack.Store.GetFlows().FirstOrDefault(f => f.Protocol == protocol && f.Local == ours && f.Remote == theirs && f.EchoId == echoId);
        if (flow is not null)
        {
            return new PacketParty(flow.Family)
            {
                IsFlow = true,
                IsOutbound = flow.IsOutbound,
                IsEstablished = flow.IsEstablished,
                IsCurrent = flow.IsCurrent,
                Process = ProcessOf(flow.ProcessId),
                EndpointHandle = flow.EndpointHandle,
                ParentHandle = flow.ParentHandle,
                State = flow.Inspection,
            };
        }

        EndpointRow? best = null;
        foreach (EndpointRow row in stack.Store.GetEndpoints())
        {
            if (row.Protocol == protocol && row.Local.Port == local.Port && Takes(row, local.Address, remote) && Rank(row) > Rank(best))
            {
                best = row;
            }
        }

        return best is null ? null : new PacketParty(best.Local.Address.Family) { Process = ProcessOf(best.ProcessId), EndpointHandle = best.Handle };
    }

    private static bool Takes(EndpointRow row, in IpAddress local, in IpEndpoint remote)
    {
        bool fits = row.Local.Address.IsUnspecified ? row.Local.Address.Family == local.Family || row.IsDualMode : row.Local.Address == local;
        bool isPeer = row.Remote.Port == 0 || row.Remote == remote;
        return fits && isPeer && row.State is "" or "Listen";
    }

    // A connected endpoint before one that waits for anybody, one bound to the address before one bound to all.
    private static int Rank(EndpointRow? row) => row is null ? 0 : 1 + (row.Local.Address.IsUnspecified ? 0 : 1) + (row.Remote.Port == 0 ? 0 : 2);

    private SimProcess? ProcessOf(int id) => id == 0 ? null : kernel.Processes.Find(id);
}
