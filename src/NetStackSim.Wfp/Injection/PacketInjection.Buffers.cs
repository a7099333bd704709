using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

// Lists of drivers: clones, copies, fresh ones; packets that were absorbed and live on below their clones.
public sealed partial class PacketInjection
{
    private const int PacketSize = 2048;
    private const int PacketHeadRoom = 128;

    private readonly NetBufferListPool _clones;
    private readonly NetBufferListPool _fresh;
    private readonly Dictionary<NetBufferList, Held> _held = [];

    /// <summary>Packets that were absorbed and cannot go back yet.</summary>
    public int HeldPackets { get; private set; }

    /// <summary>Makes a list over the memory of a packet, with its out-of-band data and its history of injections. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet; it stays where it is until all clones are freed, so the callout absorbs it.</param>
    /// <param name="clone">The clone; its data start may be moved, but must be back when it is freed.</param>
    /// <returns>Success or insufficient resources; invalid parameter in a batch of frames.</returns>
    [WindowsDdi("FwpsAllocateCloneNetBufferList0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Clone(NetBufferList list, out NetBufferList? clone)
    {
        ArgumentNullException.ThrowIfNull(list);
        clone = null;
        if (_engine.Refuses("FwpsAllocateCloneNetBufferList0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (!MayUse("FwpsAllocateCloneNetBufferList0", list) || IsBatched("FwpsAllocateCloneNetBufferList0"))
        {
            return NtStatus.InvalidParameter;
        }

        if (!list.TryClone(_clones, CloneFlags.None, out clone))
        {
            return NtStatus.InsufficientResources;
        }

        CopyFacts(list, clone);
        TellCloned(list, clone);
        Remember(clone, isClone: true);
        return NtStatus.Success;
    }

    /// <summary>Frees a clone; the last one lets an absorbed packet go. IRQL at most Dispatch.</summary>
    /// <param name="clone">A clone of <see cref="Clone"/> that is not being injected.</param>
    [WindowsDdi("FwpsFreeCloneNetBufferList0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void FreeClone(NetBufferList clone)
    {
        ArgumentNullException.ThrowIfNull(clone);
        NetBufferList? parent = clone.Parent;
        if (!TryForget("FwpsFreeCloneNetBufferList0", clone))
        {
            return;
        }

        clone.Free();
        if (parent is not null)
        {
            TryRelease(parent);
        }
    }

    /// <summary>Copies a packet into memory of its own: for changes, and for waits of any length. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    /// <param name="copy">The copy, with headroom in front; freed with <see cref="Free"/>.</param>
    /// <returns>Success, insufficient resources, or invalid buffer size for a packet that is longer than a list of ours.</returns>
    [WindowsDdi("FwpsAllocateDeepCloneNetBufferList0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus DeepClone(NetBufferList list, out NetBufferList? copy)
    {
        ArgumentNullException.ThrowIfNull(list);
        copy = null;
        if (_engine.Refuses("FwpsAllocateDeepCloneNetBufferList0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (!MayUse("FwpsAllocateDeepCloneNetBufferList0", list))
        {
            return NtStatus.InvalidParameter;
        }

        NetBuffer source = list.FirstNetBuffer;
        if (!TryMake(source.DataLength, out copy, out Span<byte> first, out Span<byte> rest))
        {
            return NtStatus.InsufficientResources;
        }

        source.CopyTo(0, first);
        source.CopyTo(first.Length, rest);
        CopyFacts(list, copy);
        return NtStatus.Success;
    }

    /// <summary>Makes a list with bytes of a driver. IRQL at most Dispatch.</summary>
    /// <param name="bytes">The bytes; copied.</param>
    /// <param name="list">The list, with headroom in front; freed with <see cref="Free"/>.</param>
    /// <returns>Success or insufficient resources.</returns>
    [WindowsDdi("FwpsAllocateNetBufferAndNetBufferList0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus Allocate(ReadOnlySpan<byte> bytes, out NetBufferList? list)
    {
        list = null;
        if (_engine.Refuses("FwpsAllocateNetBufferAndNetBufferList0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (!TryMake(bytes.Length, out list, out Span<byte> first, out Span<byte> rest))
        {
            return NtStatus.InsufficientResources;
        }

        bytes[..first.Length].CopyTo(first);
        bytes[first.Length..].CopyTo(rest);
        return NtStatus.Success;
    }

    /// <summary>Says what IPsec did to a packet, so that a callout leaves alone what is still in a tunnel. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    /// <param name="queries">What is asked.</param>
    /// <param name="information">The answer: all false, for the stack protects nothing with IPsec.</param>
    /// <returns>Success; invalid parameter for IPsec without a direction, for no question, or for a list that is not the driver's to look at.</returns>
    [WindowsDdi("FwpsGetPacketListSecurityInformation0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus GetSecurityInformation(NetBufferList list, PacketListQueries queries, out PacketListInformation information)
    {
        ArgumentNullException.ThrowIfNull(list);
        const string Function = "FwpsGetPacketListSecurityInformation0";
        information = default;
        if (_engine.Refuses(Function, Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        bool hasDirection = (queries & (PacketListQueries.Inbound | PacketListQueries.Outbound)) != 0;
        bool isKnown = queries != PacketListQueries.None && (queries & ~(PacketListQueries.AllInbound | PacketListQueries.AllOutbound)) == 0;
        bool isLegal = isKnown && (hasDirection || (queries & PacketListQueries.Ipsec) == 0);
        return isLegal && MayUse(Function, list) ? NtStatus.Success : NtStatus.InvalidParameter;
    }

    /// <summary>Frees a list of <see cref="Allocate"/> or <see cref="DeepClone"/>. IRQL at most Dispatch.</summary>
    /// <param name="list">The list.</param>
    [WindowsDdi("FwpsFreeNetBufferList0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void Free(NetBufferList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (TryForget("FwpsFreeNetBufferList0", list))
        {
            list.Free();
        }
    }

    /// <summary>Keeps a packet beyond classifyFn; the callout absorbs it. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    /// <param name="intendToModify">The driver is going to change it.</param>
    [WindowsDdi("FwpsReferenceNetBufferList0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void Reference(NetBufferList list, bool intendToModify)
    {
        ArgumentNullException.ThrowIfNull(list);
        _engine.AssertIrqlAtMost(Irql.Dispatch, "FwpsReferenceNetBufferList0");
        if (!MayUse("FwpsReferenceNetBufferList0", list) || IsBatched("FwpsReferenceNetBufferList0"))
        {
            return;
        }

        // A reference is a clone that nobody sees: the stack keeps the list until it is gone.
        Held held = HeldOf(list);
        if (held.References++ == 0 && list.TryClone(_clones, CloneFlags.UseOriginalMdls, out NetBufferList? guard))
        {
            held.Guard = guard;
        }

        held.Modifies |= intendToModify;
        held.Origin ??= _engine.Contracts.Call.Filter;
        CountKept(held.Origin, 1);
    }

    /// <summary>Gives a reference up; the last one lets an absorbed packet go. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    [WindowsDdi("FwpsDereferenceNetBufferList0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void Dereference(NetBufferList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _engine.AssertIrqlAtMost(Irql.Dispatch, "FwpsDereferenceNetBufferList0");
        if (!_held.TryGetValue(list, out Held? held) || held.References == 0)
        {
            _engine.Contracts.Report(ContractRule.DereferencedWithoutReference, $"{list} was dereferenced and nobody holds a reference");
            return;
        }

        CountKept(held.Origin, -1);
        if (--held.References == 0)
        {
            held.Guard?.Free();
            held.Guard = null;
            TryRelease(list);
        }
    }

    /// <summary>
    /// Puts an IP header in front of a packet, or makes a new one in the place of what stands there: IPv4 options stay, security headers and IPv6
    /// extension headers go, length and checksum are made right. IRQL at most Dispatch.
    /// </summary>
    /// <param name="list">A list with one buffer. Data starts at the transport header, or at the IP header that is rebuilt.</param>
    /// <param name="existingHeaderSize">0 to build a header; else the bytes of the headers that are there.</param>
    /// <param name="source">Source address.</param>
    /// <param name="destination">Destination address.</param>
    /// <param name="protocol">The protocol behind the header.</param>
    /// <param name="hopLimit">Hop limit of a header that is built.</param>
    /// <returns>Success; invalid parameter; insufficient resources.</returns>
    [WindowsDdi("FwpsConstructIpHeaderForTransportPacket0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus ConstructIpHeader(
        NetBufferList list, int existingHeaderSize, IpAddress source, IpAddress destination, IpProtocol protocol, byte hopLimit = 128)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (_engine.Refuses("FwpsConstructIpHeaderForTransportPacket0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        NetBuffer buffer = list.FirstNetBuffer;
        if (buffer.Next is not null || source.Family != destination.Family || existingHeaderSize < 0 || existingHeaderSize > buffer.DataLength)
        {
            return NtStatus.InvalidParameter;
        }

        return IpHeaderBuilder.Build(buffer, existingHeaderSize, source, destination, protocol, hopLimit);
    }

    /// <summary>A callout absorbed a packet: it goes back to the stack as soon as nothing hangs on it.</summary>
    /// <param name="list">The packet.</param>
    /// <param name="layer">Where.</param>
    /// <param name="direction">Which way it went.</param>
    public void OnAbsorbed(NetBufferList list, InspectionLayer layer, InspectionDirection direction)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list.ChildCount == 0 && !_held.ContainsKey(list))
        {
            GoHome(list, layer, direction);
            return;
        }

        Held held = HeldOf(list);
        HeldPackets++;
        held.IsAbsorbed = true;
        held.Layer = layer;
        held.Direction = direction;
    }

    /// <summary>A classification ended and the packet goes on: nobody may have kept it.</summary>
    internal bool IsKept(NetBufferList list, out bool modifies)
    {
        modifies = false;
        if (list.ChildCount == 0 && _held.Count == 0)
        {
            return false;
        }

        modifies = _held.TryGetValue(list, out Held? held) && held is { IsAbsorbed: false, Modifies: true };
        return held is { IsAbsorbed: false, References: > 0 };
    }

    // A list of ours with memory for so many bytes: what does not fit into it lies in memory of its own.
    private bool TryMake(int length, [NotNullWhen(true)] out NetBufferList? list, out Span<byte> first, out Span<byte> rest)
    {
        first = rest = default;
        if (!_fresh.TryRent(out list))
        {
            return false;
        }

        int fits = Math.Min(length, PacketSize);
        list.FirstNetBuffer.DataLength = fits;
        if (length > fits)
        {
            if (!_kernel.Mdls.TryRent(out Mdl? mdl))
            {
                list.Free();
                list = null;
                return false;
            }

            mdl.Buffer = new byte[length - fits];
            mdl.Offset = 0;
            mdl.ByteCount = length - fits;
            list.FirstNetBuffer.AppendMdl(mdl);
            rest = mdl.Buffer;
        }

        first = list.FirstNetBuffer.GetWritable(fits);
        _kernel.Copies.Add(CopyKind.StackOther, length);
        Remember(list, isClone: false);
        return true;
    }

    private void CopyFacts(NetBufferList list, NetBufferList target)
    {
        IsCloning = true;
        list.CopySendInfoTo(target);
        list.CopyReceiveInfoTo(target);
        IsCloning = false;
        target.SetInfoObject(NetBufferListInfoId.Wfp, HistoryOf(list));
        target.Network = list.Network;
    }

    private void TryRelease(NetBufferList list)
    {
        Held? held = null;
        if (list.ChildCount > 0 || (_held.TryGetValue(list, out held) && held.References > 0))
        {
            return;
        }

        _held.Remove(list);
        if (held is { IsAbsorbed: true })
        {
            HeldPackets--;
            GoHome(list, held.Layer, held.Direction);
        }
        else
        {
            Stack?.OnClonesGone(list);
        }
    }

    private Held HeldOf(NetBufferList list)
    {
        if (!_held.TryGetValue(list, out Held? held))
        {
            held = new Held();
            _held.Add(list, held);
        }

        return held;
    }

    private sealed class Held
    {
        internal int References { get; set; }

        internal NetBufferList? Guard { get; set; }

        internal bool Modifies { get; set; }

        internal bool IsAbsorbed { get; set; }

        internal RuntimeFilter? Origin { get; set; }

        internal InspectionLayer Layer { get; set; }

        internal InspectionDirection Direction { get; set; }
    }
}
