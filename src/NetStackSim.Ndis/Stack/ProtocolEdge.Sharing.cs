using System.Numerics;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <content>Sorting received lists by what each binding wants, and one list for several bindings.</content>
internal sealed partial class ProtocolEdge
{
    private const ReceiveFlags KeptWhenSorted = ReceiveFlags.DispatchLevel | ReceiveFlags.Resources;

    /// <summary>Gives the one binding what it wants; a chain that it wants whole is not relinked.</summary>
    private void DeliverWanted(ProtocolBinding only, ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        NetBufferListChain wanted = default;
        NetBufferListChain unwanted = default;
        NetBufferListClassifier.Split(ref chain, new WantedBy(this, 0, IsPerfect(flags)), ref wanted, ref unwanted);
        ReturnUnwanted(ref unwanted);
        if (!wanted.IsEmpty)
        {
            only.Deliver(ref wanted, port, flags);
        }
    }

    /// <summary>Gives each list to every binding that wants it; lists that nobody wants go back at once.</summary>
    private void Distribute(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        NetBufferListChain unwanted = default;
        bool perfect = IsPerfect(flags);
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            uint wanted = WhoWants(list, perfect);
            if (wanted == 0)
            {
                unwanted.Add(list);
            }
            else
            {
                Share(list, wanted, port, flags);
            }
        }

        foreach (ProtocolBinding binding in _running)
        {
            NetBufferListChain part = binding.Incoming.TakeAll();
            if (!part.IsEmpty)
            {
                binding.Deliver(ref part, port, flags & KeptWhenSorted);
            }
        }

        ReturnUnwanted(ref unwanted);
    }

    private void ReturnUnwanted(ref NetBufferListChain unwanted)
    {
        if (unwanted.IsEmpty)
        {
            return;
        }

        foreach (NetBufferList list in unwanted)
        {
            CountUnwanted(list);
        }

        Node.ReturnDown(ref unwanted, ReturnFlags.None);
    }

    /// <summary>Shows a loan to every binding, each its part, and puts the chain together again.</summary>
    private void ReceiveLoan(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        bool perfect = IsPerfect(flags);
        LoanStack loans = _stack.Runtime.Loans;
        for (int i = 0; i < _running.Length; i++)
        {
            NetBufferListChain part = default;
            NetBufferListChain rest = default;
            int mark = loans.Push(chain);
            NetBufferListClassifier.Split(ref chain, new WantedBy(this, i, perfect), ref part, ref rest);
            if (!part.IsEmpty)
            {
                _running[i].Deliver(ref part, port, flags & KeptWhenSorted);
            }

            loans.Restore(mark, ref chain);
        }

        foreach (NetBufferList list in chain)
        {
            if (WhoWants(list, perfect) == 0)
            {
                CountUnwanted(list);
            }
        }
    }

    private void Share(NetBufferList list, uint wanted, PortNumber port, ReceiveFlags flags)
    {
        while (BitOperations.PopCount(wanted) > 1)
        {
            int index = BitOperations.TrailingZeroCount(wanted);
            wanted &= wanted - 1;
            ProtocolBinding binding = _running[index];
            if (TryDerive(list, out NetBufferList? derived))
            {
                binding.Incoming.Enqueue(derived);
            }
            else
            {
                ShowOne(binding, list, port, flags);
            }
        }

        _running[BitOperations.TrailingZeroCount(wanted)].Incoming.Enqueue(list);
    }

    private bool TryDerive(NetBufferList list, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NetBufferList? derived)
    {
        if (!list.TryClone(_stack.Runtime.SharedReceives, CloneFlags.UseOriginalMdls, out derived))
        {
            return false;
        }

        list.CopyReceiveInfoTo(derived);
        derived.NblFlags = list.NblFlags;
        derived.SourceHandle = this;
        derived.State = NetBufferListState.InTransit;
        derived.Holder = Node.Party;

        // The list itself counts as one consumer, each derived list as another.
        list.ReceiveReferences = list.ReceiveReferences == 0 ? 2 : list.ReceiveReferences + 1;
        _sharedOut++;
        return true;
    }

    // No list left to derive: the binding gets this one as a loan, alone.
    private static void ShowOne(ProtocolBinding binding, NetBufferList list, PortNumber port, ReceiveFlags flags)
    {
        NetBufferListState before = list.State;
        NetBufferListChain one = new(list);
        list.State = NetBufferListState.Loaned;
        binding.Deliver(ref one, port, (flags & KeptWhenSorted) | ReceiveFlags.Resources);
        list.State = before;
        list.Next = null;
    }

    /// <summary>Takes derived lists out of a return, and keeps lists back that other bindings still have.</summary>
    private void Collapse(ref NetBufferListChain chain)
    {
        NetBufferListChain home = default;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            NetBufferList original = list;
            if (ReferenceEquals(list.SourceHandle, this))
            {
                original = list.Parent!;
                list.State = NetBufferListState.Owned;
                list.Free();
                _sharedOut--;
            }

            if (original.ReceiveReferences > 1)
            {
                original.ReceiveReferences--;
            }
            else
            {
                original.ReceiveReferences = 0;
                original.Holder = Node.Party;
                home.Add(original);
            }
        }

        chain = home;
    }

    /// <summary>Received frames that no binding wanted.</summary>
    public long Unwanted { get; private set; }

    private void CountUnwanted(NetBufferList list)
    {
        if ((list.NblFlags & NblFlags.IsLoopbackPacket) != 0)
        {
            return;
        }

        Unwanted++;
        DropReason reason = _running.Length == 0 ? NdisDrop.NoBinding
            : list.FirstNetBuffer.DataLength < EthernetFrame.HeaderLength ? NdisDrop.FrameTooShort
            : NdisDrop.NotWanted;
        _kernel.Drops.Count(reason, list.CorrelationId, list.DataLength);
    }

    // Filtered by the hardware, and for one interest only.
    private bool IsPerfect(ReceiveFlags flags) =>
        (flags & ReceiveFlags.PerfectFiltered) != 0 && _only is { } only && HardwareServesOnly(only);

    // What the miniport was told last (a filter module may have asked for more than the bindings) is what this binding wants.
    private bool HardwareServesOnly(ProtocolBinding binding) =>
        _stack.Adapter.Station.ProgrammedFilter == (binding.PacketFilter & _stack.Adapter.Attributes.SupportedPacketFilters);

    /// <summary>One bit for each running binding that wants the list.</summary>
    private uint WhoWants(NetBufferList list, bool perfect)
    {
        uint wanted = 0;
        Span<byte> scratch = stackalloc byte[EthernetFrame.TaggedHeaderLength];
        if (!EthernetFrame.TryRead(list, scratch, out MacAddress destination, out ushort frameType))
        {
            return 0;
        }

        bool isCopy = (list.NblFlags & NblFlags.IsLoopbackPacket) != 0;
        for (int i = 0; i < _running.Length; i++)
        {
            ProtocolBinding binding = _running[i];
            bool accepted = (perfect && !isCopy) || Accepts(binding, destination);
            if ((isCopy ? SoftwareLoopback.IsFor(binding, list, accepted) : accepted) && HasFrameType(binding, frameType))
            {
                wanted |= 1u << i;
            }
        }

        return wanted;
    }

    /// <summary>Does the packet filter of a binding let frames to this destination through?</summary>
    public bool Accepts(ProtocolBinding binding, MacAddress destination)
    {
        PacketFilter filter = binding.PacketFilter;
        if ((filter & PacketFilter.Promiscuous) != 0)
        {
            return true;
        }

        if (destination.IsBroadcast)
        {
            return (filter & PacketFilter.Broadcast) != 0;
        }

        if (!destination.IsMulticast)
        {
            return (filter & PacketFilter.Directed) != 0 && destination == _stack.Adapter.Attributes.MacAddress;
        }

        return (filter & PacketFilter.AllMulticast) != 0 || ((filter & PacketFilter.Multicast) != 0 && Contains(binding.MulticastList, destination));
    }

    private static bool Contains(IReadOnlyList<MacAddress> list, MacAddress address)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] == address)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasFrameType(ProtocolBinding binding, ushort frameType)
    {
        IReadOnlyList<ushort> types = binding.FrameTypes;
        for (int i = 0; i < types.Count; i++)
        {
            if (types[i] == frameType)
            {
                return true;
            }
        }

        return types.Count == 0;
    }

    private readonly struct WantedBy(ProtocolEdge edge, int index, bool perfect) : INetBufferListPredicate
    {
        public bool Matches(NetBufferList list) => (edge.WhoWants(list, perfect) & (1u << index)) != 0;
    }
}
