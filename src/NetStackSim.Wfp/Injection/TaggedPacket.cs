using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>The contexts that drivers left on one packet, and its history of injections; stands in out-of-band slot 10 in the place of the history alone.</summary>
internal sealed class TaggedPacket(PacketInjection packets, NetBufferList list, InjectionHistory? history) : IListNote
{
    private readonly List<(uint Tag, ulong Context, PacketTagNotify Notify)> _contexts = [];

    /// <summary>Who injected the packet; null for nobody.</summary>
    internal InjectionHistory? History { get; set; } = history;

    /// <summary>True for the packet itself; clones and copies carry the note without its contexts.</summary>
    internal bool IsOf(NetBufferList other) => ReferenceEquals(list, other);

    /// <summary>Leaves a context.</summary>
    /// <returns>False when there is one with the tag already.</returns>
    internal bool TryAdd(uint tag, ulong context, PacketTagNotify notify)
    {
        if (_contexts.Exists(c => c.Tag == tag))
        {
            return false;
        }

        _contexts.Add((tag, context, notify));
        return true;
    }

    /// <summary>Reads a context.</summary>
    internal bool TryGet(uint tag, bool remove, out ulong context)
    {
        int index = _contexts.FindIndex(c => c.Tag == tag);
        context = index < 0 ? 0 : _contexts[index].Context;
        if (index >= 0 && remove)
        {
            _contexts.RemoveAt(index);
        }

        return index >= 0;
    }

    /// <summary>Takes a context off; its driver is told.</summary>
    internal bool Remove(uint tag)
    {
        int index = _contexts.FindIndex(c => c.Tag == tag);
        if (index < 0)
        {
            return false;
        }

        (uint Tag, ulong Context, PacketTagNotify Notify) gone = _contexts[index];
        _contexts.RemoveAt(index);
        gone.Notify(PacketTagEvent.ContextRemoved, gone.Context, tag, list, null);
        return true;
    }

    /// <summary>Tells the drivers, in the order in which they left their contexts.</summary>
    internal void Tell(PacketTagEvent happened, NetBufferList? other)
    {
        for (int i = 0; i < _contexts.Count; i++)
        {
            (uint Tag, ulong Context, PacketTagNotify Notify) one = _contexts[i];
            one.Notify(happened, one.Context, one.Tag, list, other);
        }
    }

    /// <summary>The packet is about to be somebody else's: contexts do not outlive it.</summary>
    internal void Leave()
    {
        Tell(PacketTagEvent.ExitNetIo, null);
        while (_contexts.Count > 0)
        {
            Remove(_contexts[0].Tag);
        }
    }

    /// <inheritdoc/>
    public void OnCopied(NetBufferList from, NetBufferList derived)
    {
        if (IsOf(from) && !packets.IsCloning)
        {
            Tell(PacketTagEvent.ClonedByNetIo, derived);
        }
    }

    /// <inheritdoc/>
    public void OnFreed(NetBufferList gone)
    {
        if (IsOf(gone))
        {
            Leave();
        }
    }
}
