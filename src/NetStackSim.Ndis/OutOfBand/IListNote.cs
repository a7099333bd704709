namespace NetStackSim.Ndis;

/// <summary>An object in the filter engine's out-of-band slot that wants to know what becomes of its list. IRQL at most Dispatch.</summary>
public interface IListNote
{
    /// <summary>The out-of-band data were copied to a list derived from this one, the note with them.</summary>
    /// <param name="list">The list.</param>
    /// <param name="derived">Its clone, fragment or copy.</param>
    void OnCopied(NetBufferList list, NetBufferList derived);

    /// <summary>A list that carries the note goes back into its pool.</summary>
    /// <param name="list">The list; its data are gone already.</param>
    void OnFreed(NetBufferList list);
}
