using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>What the transports see of the network layer: paths, sending, giving received lists back. One per host, both families.</summary>
internal sealed class IpLayer(TcpIpStack stack)
{
    // Lists that the stack is done with while somebody holds clones of them; true for received ones.
    private readonly Dictionary<NetBufferList, bool> _withClones = [];

    /// <summary>Finds the path for packets of ours.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="source">Our address; the unspecified one lets the stack choose (RFC 6724).</param>
    /// <param name="interfaceIndex">The interface to leave by; 0 lets the routing table choose.</param>
    /// <param name="path">The path; null unless the result is Success.</param>
    /// <returns>Success; NetworkUnreachable (no route, or no source address on the way); InvalidAddress (destination); InvalidAddressComponent (source is not ours).</returns>
    internal NtStatus TryGetPath(in IpAddress destination, in IpAddress source, uint interfaceIndex, out IpPath? path) =>
        For(destination.Family).Paths.TryGet(destination, source, interfaceIndex, out path);

    /// <summary>A datagram of ours has no path: counts it and tells the discard layer, which sees where it should have gone.</summary>
    /// <param name="failure">What <see cref="TryGetPath"/> said.</param>
    /// <param name="context">Addresses as they were asked for; ports and owner as far as they are known.</param>
    internal void DropUnroutable(NtStatus failure, ref InspectionContext context)
    {
        IpNetwork network = For(context.RemoteAddress.Family);
        DropCause cause = network.Paths.WhyNone(failure, context.RemoteAddress, context.LocalAddress, context.InterfaceIndex);
        if (cause == IpDrops.SendNoRoute)
        {
            network.Statistics.OutNoRoutesCount++;
        }

        network.Drops.DropUnsent(cause, network.Family, ref context);
    }

    /// <summary>Sends packets.</summary>
    /// <param name="chain">
    /// All along one path. Data starts at the transport header, with <c>Path.Template.Length</c> bytes of headroom at best; <c>Network.Protocol</c>,
    /// <c>HopLimit</c>, <c>TrafficClass</c> and <c>Flags</c> are set, and <see cref="NetBufferList.Owner"/>. Empty afterwards.
    /// </param>
    /// <param name="path">A valid path.</param>
    /// <remarks>
    /// Every list comes back once through its owner with <see cref="NetBufferList.Status"/> set and its data start where it was, possibly before this call
    /// returns. IP and link headers go into the headroom. What is longer than the path MTU is fragmented when that is allowed; unresolved neighbours make
    /// lists wait.
    /// </remarks>
    internal void Send(ref NetBufferListChain chain, IpPath path) => path.Network.Send(ref chain, path);

    /// <summary>Gives received lists back, in any grouping; their data start may be anywhere. Empty afterwards.</summary>
    internal void ReturnReceived(ref NetBufferListChain chain)
    {
        // Bulk traffic: one interface, nothing of ours. The chain goes back as it is.
        uint index = chain.Head?.Network.InterfaceIndex ?? 0;
        bool uniform = true;
        foreach (NetBufferList list in chain)
        {
            bool ours = (list.Network.Flags & NetworkFlags.StackOwned) != 0;
            uniform &= list.Network.InterfaceIndex == index && !ours && list.ChildCount == 0;
            if (!ours)
            {
                Restore(list);
            }
        }

        if (!uniform)
        {
            ReturnMixed(ref chain);
        }
        else if (!chain.IsEmpty)
        {
            stack.LinkOf(index).Return(ref chain);
        }
    }

    /// <summary>Gives one received list back.</summary>
    internal void ReturnReceived(NetBufferList list)
    {
        NetBufferListChain one = new(list);
        ReturnReceived(ref one);
    }

    /// <summary>A transport believes an ICMP message about the path MTU: it is remembered for the destination, and the transports are told.</summary>
    /// <param name="destination">The destination of the packet that was too big.</param>
    /// <param name="mtu">What the router said; limited to what the profile allows.</param>
    internal void LowerPathMtu(in IpAddress destination, int mtu)
    {
        IpNetwork network = For(destination.Family);
        int limited = network.Paths.LowerMtu(destination, mtu);
        foreach (ITransportProtocol transport in stack.TransportList)
        {
            transport.OnPathMtuChanged(destination, limited);
        }
    }

    /// <summary>Takes completed sends from a link and hands them to their owners; headers are taken off again.</summary>
    /// <param name="chain">Data starts at the link header; status set. Empty afterwards.</param>
    /// <param name="linkHeaderSize">Bytes of the link header.</param>
    internal void CompleteSend(ref NetBufferListChain chain, int linkHeaderSize)
    {
        INetBufferListOwner? owner = chain.Head?.Owner;
        bool uniform = true;
        foreach (NetBufferList list in chain)
        {
            uniform &= ReferenceEquals(list.Owner, owner) && list.ChildCount == 0;
            int headers = linkHeaderSize + list.Network.IpHeaderSize;
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                buffer.Advance(headers);
            }
        }

        if (uniform)
        {
            owner?.SendComplete(ref chain);
        }
        else
        {
            CompleteMixed(ref chain);
        }
    }

    internal IpNetwork For(IpFamily family) => family == IpFamily.V4 ? stack.V4 : stack.V6;

    /// <summary>The last clone of a list is gone: if the list waits here, it goes home now.</summary>
    internal void OnClonesGone(NetBufferList list)
    {
        if (!_withClones.Remove(list, out bool wasReceived))
        {
            return;
        }

        if (wasReceived)
        {
            ReturnReceived(list);
            return;
        }

        NetBufferListChain one = new(list);
        list.Owner?.SendComplete(ref one);
    }

    /// <summary>Completes a list whose headers are off already. With clones of it around it waits for them.</summary>
    internal void Complete(NetBufferList list)
    {
        if (list.ChildCount > 0)
        {
            _withClones[list] = false;
            return;
        }

        NetBufferListChain one = new(list);
        list.Owner!.SendComplete(ref one);
    }

    private void CompleteMixed(ref NetBufferListChain chain)
    {
        NetBufferListChain run = default;
        INetBufferListOwner? runOf = null;
        while (chain.RemoveFirst() is { } list)
        {
            if (list.ChildCount > 0)
            {
                _withClones[list] = false;
                continue;
            }

            if (!ReferenceEquals(list.Owner, runOf))
            {
                runOf?.SendComplete(ref run);
                runOf = list.Owner;
            }

            run.Add(list);
        }

        runOf?.SendComplete(ref run);
    }

    // Everybody below gets its list with the data start and length that it had when it came up.
    private static void Restore(NetBufferList list)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.Retreat(buffer.DataOffset - list.Network.ReceiveDataOffset);
        buffer.DataLength = list.Network.ReceiveDataLength;
    }

    private void ReturnMixed(ref NetBufferListChain chain)
    {
        NetBufferListChain run = default;
        uint runOf = 0;
        while (chain.RemoveFirst() is { } list)
        {
            if (list.ChildCount > 0)
            {
                _withClones[list] = true;
                continue;
            }

            if ((list.Network.Flags & NetworkFlags.StackOwned) != 0)
            {
                Release(list);
                continue;
            }

            if (list.Network.InterfaceIndex != runOf && !run.IsEmpty)
            {
                stack.LinkOf(runOf).Return(ref run);
            }

            runOf = list.Network.InterfaceIndex;
            run.Add(list);
        }

        if (!run.IsEmpty)
        {
            stack.LinkOf(runOf).Return(ref run);
        }
    }

    // A list of the stack's own; a reassembled one holds its fragments, which go home first.
    private void Release(NetBufferList list)
    {
        if (!stack.Buffers.Owns(list))
        {
            // Injected: it looked like ours on the way up and goes back to who injected it.
            Restore(list);
            NetBufferListChain one = new(list);
            list.Owner?.SendComplete(ref one);
            return;
        }

        NetBufferListChain pieces = NetBufferListChain.OfLinked((NetBufferList?)list.ProtocolReserved0);
        list.ProtocolReserved0 = null;
        list.Free();
        if (!pieces.IsEmpty)
        {
            ReturnReceived(ref pieces);
        }
    }
}
