namespace NetStackSim.Ndis;

/// <summary>Who gets a completed send back above the IP layer: TCP, UDP, ICMP, a raw client.</summary>
/// <remarks>The originator puts itself into <see cref="NetBufferList.Owner"/> before the list goes down. IRQL: at most Dispatch.</remarks>
public interface INetBufferListOwner
{
    /// <summary>Hands completed lists back. Ownership moves to the callee, which frees or reuses every list; <see cref="NetBufferList.Status"/> is set.</summary>
    void SendComplete(ref NetBufferListChain chain);
}
