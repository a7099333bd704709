using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Transport;

/// <summary>
/// A byte stream as its inspector works on it. An inspector that answers Absorb at the stream layer has taken the bytes over (copied them) and
/// says through this what becomes of them. All members: IRQL at most Dispatch; legal inside the inspection and outside of it.
/// </summary>
public interface IInspectedStream
{
    /// <summary>The inspector's commit under which the connection was established; filters that came later may leave it alone.</summary>
    ulong EstablishedUnder { get; }

    /// <summary>True while bytes can still be sent.</summary>
    bool CanSend { get; }

    /// <summary>Hands bytes to the client, behind those that were delivered before.</summary>
    /// <param name="lists">Lists with one buffer each, which come back through their <see cref="NetBufferList.Owner"/>. Empty afterwards.</param>
    /// <param name="bytes">Bytes in them.</param>
    void DeliverReceived(ref NetBufferListChain lists, int bytes);

    /// <summary>Opens the receive window for absorbed bytes: they were delivered, dropped, or wait where they cost the stack nothing.</summary>
    /// <param name="bytes">How many.</param>
    void ReleaseReceived(int bytes);

    /// <summary>Tells the client that the peer sends no more; follows an absorbed or blocked disconnect.</summary>
    void DeliverDisconnect();

    /// <summary>Sends bytes, behind those that were sent before.</summary>
    /// <param name="send">The request; it completes through <see cref="InspectorSend.Complete"/>.</param>
    /// <returns>Pending, or an error without a completion.</returns>
    NtStatus QueueSend(InspectorSend send);

    /// <summary>Ends the sending direction behind what was sent; follows an absorbed or blocked disconnect of the client.</summary>
    void QueueDisconnect();

    /// <summary>Ends the connection at once: both ends see a reset.</summary>
    void Drop();
}
