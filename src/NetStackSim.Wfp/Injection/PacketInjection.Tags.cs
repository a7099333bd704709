using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

// Contexts that drivers leave on packets.
public sealed partial class PacketInjection
{
    private uint _lastTag;

    /// <summary>True while a driver's clone is being made: that is not the stack's doing.</summary>
    internal bool IsCloning { get; private set; }

    /// <summary>Gives a tag that no other driver has. IRQL at most Dispatch.</summary>
    /// <returns>The tag.</returns>
    [WindowsDdi("FwpsNetBufferListGetTagForContext0")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public uint GetTagForContext() => ++_lastTag;

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

        if (!MayUse("FwpsNetBufferListAssociateContext0", list))
        {
            return NtStatus.InvalidParameter;
        }

        if (TaggedOf(list) is not { } packet)
        {
            packet = new TaggedPacket(this, list, HistoryOf(list));
            list.SetInfoObject(NetBufferListInfoId.Wfp, packet);
        }

        return packet.TryAdd(tag, context, notify) ? NtStatus.Success : FwpStatus.ObjectNameExists;
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

        return TaggedOf(list)?.TryGet(tag, remove, out context) == true ? NtStatus.Success : NtStatus.NotFound;
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

        return TaggedOf(list)?.Remove(tag) == true ? NtStatus.Success : NtStatus.NotFound;
    }

    private static InjectionHistory? HistoryOf(NetBufferList list)
    {
        object? note = list.GetInfoObject(NetBufferListInfoId.Wfp);
        return note as InjectionHistory ?? (note as TaggedPacket)?.History;
    }

    private static void SetHistory(NetBufferList list, InjectionHistory? history)
    {
        if (TaggedOf(list) is { } packet)
        {
            packet.History = history;
        }
        else
        {
            list.SetInfoObject(NetBufferListInfoId.Wfp, history);
        }
    }

    private static TaggedPacket? TaggedOf(NetBufferList list) =>
        list.GetInfoObject(NetBufferListInfoId.Wfp) is TaggedPacket packet && packet.IsOf(list) ? packet : null;

    private static void TellCloned(NetBufferList list, NetBufferList clone) => TaggedOf(list)?.Tell(PacketTagEvent.ClonedViaWfpApi, clone);

    private static void TellLeft(NetBufferList list) => TaggedOf(list)?.Leave();
}
