using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

// Contexts that drivers leave on packets.
public sealed partial class PacketInjection
{
    private readonly Dictionary<(NetBufferList List, uint Tag), PacketTag> _tags = [];
    private readonly List<uint> _issuedTags = [];
    private uint _lastTag;

    /// <summary>Gives a tag that no other driver has. IRQL at most Dispatch.</summary>
    /// <returns>The tag.</returns>
    [WindowsDdi("FwpsNetBufferListGetTagForContext0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public uint GetTagForContext()
    {
        _issuedTags.Add(++_lastTag);
        return _lastTag;
    }

    /// <summary>Leaves a context on a packet until it leaves the stack. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    /// <param name="context">The context, not 0.</param>
    /// <param name="tag">The driver's tag.</param>
    /// <param name="notify">Hears what happens to the packet.</param>
    /// <returns>Success, invalid parameter, or object name exists when there is one already.</returns>
    [WindowsDdi("FwpsNetBufferListAssociateContext0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus AssociateContext(NetBufferList list, ulong context, uint tag, PacketTagNotify notify)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(notify);
        if (_engine.Refuses("FwpsNetBufferListAssociateContext0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (context == 0 || tag == 0 || tag > _lastTag)
        {
            return NtStatus.InvalidParameter;
        }

        return _tags.TryAdd((list, tag), new PacketTag(context, notify)) ? NtStatus.Success : FwpStatus.ObjectNameExists;
    }

    /// <summary>Reads the context of a packet. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    /// <param name="tag">The driver's tag.</param>
    /// <param name="remove">True to take it off; the driver is not told.</param>
    /// <param name="context">The context.</param>
    /// <returns>Success or not found.</returns>
    [WindowsDdi("FwpsNetBufferListRetrieveContext0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus RetrieveContext(NetBufferList list, uint tag, bool remove, out ulong context)
    {
        ArgumentNullException.ThrowIfNull(list);
        context = 0;
        if (_engine.Refuses("FwpsNetBufferListRetrieveContext0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        if (!_tags.TryGetValue((list, tag), out PacketTag found))
        {
            return NtStatus.NotFound;
        }

        context = found.Context;
        if (remove)
        {
            _tags.Remove((list, tag));
        }

        return NtStatus.Success;
    }

    /// <summary>Takes the context off a packet; its driver is told. IRQL at most Dispatch.</summary>
    /// <param name="list">The packet.</param>
    /// <param name="tag">The driver's tag.</param>
    /// <returns>Success or not found.</returns>
    [WindowsDdi("FwpsNetBufferListRemoveContext0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus RemoveContext(NetBufferList list, uint tag)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (_engine.Refuses("FwpsNetBufferListRemoveContext0", Irql.Dispatch, out NtStatus failed))
        {
            return failed;
        }

        return RemoveTag(list, tag);
    }

    private NtStatus RemoveTag(NetBufferList list, uint tag)
    {
        if (!_tags.Remove((list, tag), out PacketTag found))
        {
            return NtStatus.NotFound;
        }

        found.Notify(PacketTagEvent.ContextRemoved, found.Context, tag, list, null);
        return NtStatus.Success;
    }

    private void TellCloned(NetBufferList list, NetBufferList clone) => Tell(list, PacketTagEvent.ClonedViaWfpApi, clone);

    // The packet is about to be somebody else's: contexts do not outlive it.
    private void TellLeft(NetBufferList list)
    {
        Tell(list, PacketTagEvent.ExitNetIo, null);
        foreach (uint tag in _issuedTags)
        {
            if (_tags.Count > 0)
            {
                RemoveTag(list, tag);
            }
        }
    }

    private void Tell(NetBufferList list, PacketTagEvent happened, NetBufferList? other)
    {
        foreach (uint tag in _issuedTags)
        {
            if (_tags.Count > 0 && _tags.TryGetValue((list, tag), out PacketTag found))
            {
                found.Notify(happened, found.Context, tag, list, other);
            }
        }
    }

    private readonly record struct PacketTag(ulong Context, PacketTagNotify Notify);
}
