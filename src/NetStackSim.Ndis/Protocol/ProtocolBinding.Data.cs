using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The data path at the protocol edge.</content>
public sealed partial class ProtocolBinding
{
    private bool _isRunning;
    private long _outstandingSends;
    private long _outstandingReceives;
    private PendingStep? _drain;

    /// <summary>Lists that were sent and are not complete.</summary>
    public long OutstandingSends => _outstandingSends;

    /// <summary>Lists that were received and not returned.</summary>
    public long OutstandingReceives => _outstandingReceives;

    /// <summary>Received lists that wait for the hand-over to this binding.</summary>
    internal NetBufferListQueue Incoming;

    /// <summary>Sends lists of this protocol.</summary>
    /// <param name="chain">
    /// The lists, data start at the MAC header. They come back through <see cref="IProtocolReceive.SendNetBufferListsComplete"/>, each once, with a status; possibly
    /// before this returns. The source handle is set here.
    /// </param>
    /// <param name="port">The port to send by.</param>
    /// <param name="flags">What is true of all lists.</param>
    /// <remarks>IRQL: at most Dispatch. No lock that the completion handler takes may be held. While the binding is not running, lists complete at once with Paused.</remarks>
    [WindowsDdi("NdisSendNetBufferLists")]
    public void Send(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        if (!_isRunning)
        {
            RejectSend(ref chain);
            return;
        }

        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (list.State != NetBufferListState.Owned)
            {
                NdisBugCheck.BadHandOver(Adapter.Kernel, Name, list, "sent");
            }

            list.State = NetBufferListState.InTransit;
            if (!ReferenceEquals(list.SourceHandle, this))
            {
                list.SourceHandle = this;
            }
        }

        _outstandingSends += chain.Count;
        ProtocolEdge edge = _stack.Edge;
        if (edge.Node.MustObserve)
        {
            edge.ObserveSend(this, chain);
        }

        edge.Node.SendDown(ref chain, port, flags);
    }

    /// <summary>Gives received lists back: each once, in any order and grouping. None that came with <see cref="ReceiveFlags.Resources"/>.</summary>
    /// <remarks>IRQL: at most Dispatch.</remarks>
    [WindowsDdi("NdisReturnNetBufferLists")]
    public void Return(ref NetBufferListChain chain, ReturnFlags flags)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        _outstandingReceives -= chain.Count;
        _stack.Edge.Return(this, ref chain, flags);
    }

    /// <summary>Asks the drivers below to cancel sends of this binding whose slot 5 is <paramref name="cancelId"/>. Best effort. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisCancelSendNetBufferLists")]
    public void CancelSend(ulong cancelId)
    {
        NdisDdi.CancelSendNetBufferLists.Check(Adapter.Kernel);
        _stack.CancelSendBelow(_stack.Filters.Count, cancelId);
    }

    /// <summary>Hands received lists to the protocol; ownership moves unless they are on loan.</summary>
    internal void Deliver(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if ((flags & ReceiveFlags.Resources) == 0)
        {
            _outstandingReceives += chain.Count;
        }

        if (_stack.Edge.Node.MustObserve)
        {
            _stack.Edge.ObserveDelivery(this, chain, flags);
        }

        _protocol!.ReceiveNetBufferLists(ref chain, port, flags);
    }

    /// <summary>Hands completed sends to the protocol. A list that is not out is bug check 0x7C.</summary>
    internal void Complete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            if (list.State != NetBufferListState.InTransit || !ReferenceEquals(list.SourceHandle, this))
            {
                NdisBugCheck.BadHandOver(Adapter.Kernel, Name, list, "completed");
            }

            list.State = NetBufferListState.Owned;
        }

        _outstandingSends -= chain.Count;
        if (_stack.Runtime.Ownership is not null)
        {
            _stack.Edge.VerifyCompletion(this, chain);
        }

        _protocol!.SendNetBufferListsComplete(ref chain, flags);
        if (_drain is { } drain && _outstandingSends == 0)
        {
            _drain = null;
            drain.Complete(NtStatus.Success);
        }
    }

    private void RejectSend(ref NetBufferListChain chain)
    {
        (NtStatus status, DropReason reason) = Adapter.RefusalOfSends;
        foreach (NetBufferList list in chain)
        {
            list.Status = status;
            Adapter.Kernel.Drops.Count(reason, list.CorrelationId, list.DataLength);
        }

        if (_protocol is { } protocol)
        {
            protocol.SendNetBufferListsComplete(ref chain, SendCompleteFlags.None);
        }
        else
        {
            NdisBugCheck.Raise(Adapter.Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"a send on '{Name}', which is {State}");
        }
    }
}
