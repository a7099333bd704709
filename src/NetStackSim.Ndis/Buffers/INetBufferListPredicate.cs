namespace NetStackSim.Ndis;

/// <summary>A question about a list. Implement it as a struct: it is inlined into the classify loops.</summary>
public interface INetBufferListPredicate
{
    /// <summary>The answer for one list.</summary>
    bool Matches(NetBufferList list);
}
