namespace NetStackSim.Ndis;

/// <summary>A value of a list that chains are split by. Implement it as a struct.</summary>
/// <typeparam name="TValue">The kind of value: a bucket index, a port, an EtherType, a source handle.</typeparam>
public interface INetBufferListSelector<TValue>
{
    /// <summary>The value of one list.</summary>
    TValue Select(NetBufferList list);
}
