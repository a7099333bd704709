using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

// The data path: every frame is shown to the layer of its direction, alone or together with its likes.
internal sealed partial class FrameFilter
{
    private const int UntaggedHeader = 14;
    private const int TaggedHeader = 18;
    private const int TypeOffset = 12;
    private const int CopySize = 2048;
    private const ushort VlanTag = 0x8100;

    private readonly FrameHome[] _homes;
    private readonly InspectedFrame _frame;

    /// <inheritdoc/>
    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (_driver.Outbound.Handler is { } handler)
        {
            NetBufferListChain blocked = default;
            Inspect(ref chain, _driver.Outbound, handler, port, ref blocked);
            Complete(ref blocked);
        }

        _module.Send(ref chain, port, flags);
    }

    /// <inheritdoc/>
    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        TakeOwn(ref chain);
        _module.CompleteSend(ref chain, flags);
        EndPause();
    }

    /// <inheritdoc/>
    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if ((flags & ReceiveFlags.Resources) == 0)
        {
            Receive(ref chain, port, flags);
            return;
        }

        // A loan: whoever absorbs a frame may keep it, so that what is shown and goes up are copies.
        NetBufferListChain copies = CopyAll(chain);
        Receive(ref copies, port, flags & ~ReceiveFlags.Resources);
    }

    /// <inheritdoc/>
    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        TakeOwn(ref chain);
        _module.ReturnReceived(ref chain, flags);
        EndPause();
    }

    private void Receive(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (_driver.Inbound.Handler is { } handler)
        {
            NetBufferListChain blocked = default;
            Inspect(ref chain, _driver.Inbound, handler, port, ref blocked);
            Return(ref blocked);
        }

        _module.IndicateReceive(ref chain, port, flags);
    }

    // Leaves what may go on in the chain.
    private void Inspect(ref NetBufferListChain chain, InspectionPoint point, IInspectionHandler handler, PortNumber port, ref NetBufferListChain blocked)
    {
        NetBufferListChain passed = default;
        bool inbound = point == _driver.Inbound;
        int hidden = 0;
        while (!chain.IsEmpty)
        {
            Read(chain.Head!, inbound, port);
            NetBufferListChain run = chain.TakeFirst(handler.TakesBatches ? RunLength(chain) : 1);
            hidden = inbound && _driver.HidesHeader ? _frame.HeaderSize : 0;
            Prepare(run, hidden);
            InspectionVerdict verdict = Show(run, point, handler, inbound);
            if (verdict.Action is InspectionAction.Absorb or InspectionAction.Pend)
            {
                continue;
            }

            Restore(run, hidden);
            if (verdict.IsPermit)
            {
                passed.Append(ref run);
            }
            else
            {
                Count(run, verdict);
                blocked.Append(ref run);
            }
        }

        chain = passed;
    }

    private InspectionVerdict Show(scoped in NetBufferListChain run, InspectionPoint point, IInspectionHandler handler, bool inbound)
    {
        InspectionContext context = default;
        context.Direction = inbound ? InspectionDirection.Inbound : InspectionDirection.Outbound;
        context.InterfaceIndex = InterfaceIndex;
        context.InterfaceType = _frame.Adapter.IfType;
        context.Compartment = 1;
        context.List = run.Head;
        context.DataLength = run.Head!.DataLength;
        context.Frame = _frame;

        // Those that are absorbed may be back before the call is.
        int count = run.Count;
        _held += count;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action is not (InspectionAction.Absorb or InspectionAction.Pend))
        {
            _held -= count;
        }

        return verdict;
    }

    private void Prepare(scoped in NetBufferListChain run, int hidden)
    {
        FrameHome home = hidden == 0 ? _homes[0] : hidden == UntaggedHeader ? _homes[1] : _homes[2];
        foreach (NetBufferList list in run)
        {
            list.Scratch = home;
            list.Advance(hidden);
        }
    }

    private static void Restore(scoped in NetBufferListChain run, int hidden)
    {
        foreach (NetBufferList list in run)
        {
            list.Scratch = null;
            list.Retreat(hidden);
        }
    }

    private void Count(scoped in NetBufferListChain run, in InspectionVerdict verdict)
    {
        foreach (NetBufferList list in run)
        {
            list.Status = NdisStatus.Failure;
            _driver.Platform.Kernel.Drops.Count(GeneralDrop.FirewallPolicy, list.CorrelationId, list.DataLength, verdict.FilterId);
        }
    }

    // How many frames from the first on have its header and tag.
    private static int RunLength(scoped in NetBufferListChain chain)
    {
        Span<byte> first = stackalloc byte[TaggedHeader];
        Span<byte> other = stackalloc byte[TaggedHeader];
        NetBufferList head = chain.Head!;
        int length = HeaderOf(head, first);
        int count = 1;
        for (NetBufferList? list = head.Next; list is not null && list.Vlan == head.Vlan; list = list.Next)
        {
            if (HeaderOf(list, other) != length || !first[..length].SequenceEqual(other[..length]))
            {
                break;
            }

            count++;
        }

        return count;
    }

    private static int HeaderOf(NetBufferList list, Span<byte> header)
    {
        int length = list.FirstNetBuffer.CopyTo(0, header);
        return length >= UntaggedHeader && BinaryPrimitives.ReadUInt16BigEndian(header[TypeOffset..]) != VlanTag ? UntaggedHeader : length;
    }

    private void Read(NetBufferList list, bool inbound, PortNumber port)
    {
        Span<byte> bytes = stackalloc byte[TaggedHeader];
        int length = HeaderOf(list, bytes);
        bool isTagged = length == TaggedHeader;
        _frame.Port = port;
        _frame.Length = list.DataLength;
        _frame.HeaderSize = length < UntaggedHeader ? 0 : isTagged ? TaggedHeader : UntaggedHeader;
        MacAddress destination = MacAddress.Read(bytes);
        MacAddress source = MacAddress.Read(bytes[MacAddress.Size..]);
        _frame.Local = inbound ? destination : source;
        _frame.Remote = inbound ? source : destination;
        _frame.EtherType = BinaryPrimitives.ReadUInt16BigEndian(bytes[(isTagged ? TaggedHeader - 2 : TypeOffset)..]);
        _frame.VlanId = isTagged ? (ushort)(BinaryPrimitives.ReadUInt16BigEndian(bytes[UntaggedHeader..]) & 0xFFF) : (ushort)list.Vlan.VlanId;
    }

    private NetBufferListChain CopyAll(scoped in NetBufferListChain loan)
    {
        NetBufferListChain copies = default;
        foreach (NetBufferList list in loan)
        {
            if (TryCopy(list) is { } copy)
            {
                copies.Add(copy);
                _own++;
            }
            else
            {
                _driver.Platform.Kernel.Drops.Count(NetworkDrop.AllocationFailure, list.CorrelationId, list.DataLength);
            }
        }

        return copies;
    }

    private NetBufferList? TryCopy(NetBufferList list)
    {
        NetBuffer source = list.FirstNetBuffer;
        if (!_copies.TryRent(out NetBufferList? copy))
        {
            return null;
        }

        int first = Math.Min(source.DataLength, CopySize);
        copy.FirstNetBuffer.DataLength = first;
        source.CopyTo(0, copy.FirstNetBuffer.GetWritable(first));
        if (source.DataLength > first)
        {
            if (!_module.Adapter.Kernel.Mdls.TryRent(out Mdl? mdl))
            {
                copy.Free();
                return null;
            }

            mdl.Buffer = new byte[source.DataLength - first];
            mdl.Offset = 0;
            mdl.ByteCount = mdl.Buffer.Length;
            source.CopyTo(first, mdl.Buffer);
            copy.FirstNetBuffer.AppendMdl(mdl);
        }

        _module.Adapter.Kernel.Copies.Add(CopyKind.StackOther, source.DataLength);
        list.CopyReceiveInfoTo(copy);
        copy.NblFlags = list.NblFlags;
        copy.SourceHandle = _module;
        copy.Owner = this;
        return copy;
    }
}
