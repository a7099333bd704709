using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The data path of a module: four calls, each a branch and a hand-over to whoever has the next handler.</content>
public sealed partial class FilterModule
{
    /// <summary>Hands lists to the next driver below: passed on, or the module's own (source handle set to this module).</summary>
    /// <remarks>IRQL: at most Dispatch. Own lists only while Running.</remarks>
    [WindowsDdi("NdisFSendNetBufferLists")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Send(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (!chain.IsEmpty)
        {
            Node.SendDown(ref chain, port, flags);
        }
    }

    /// <summary>Hands completed sends to the next driver above, or completes sends that stop here (status set). Not the module's own.</summary>
    /// <remarks>IRQL: at most Dispatch.</remarks>
    [WindowsDdi("NdisFSendNetBufferListsComplete")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CompleteSend(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        if (!chain.IsEmpty)
        {
            Node.CompleteUp(ref chain, flags);
        }
    }

    /// <summary>Hands received lists to the next driver above: passed on, or the module's own (source handle set to this module).</summary>
    /// <remarks>
    /// IRQL: at most Dispatch. With <see cref="ReceiveFlags.Resources"/> the chain is the caller's again, whole, when this returns; a module may set the flag on lists
    /// that it received without it and still has to return them afterwards.
    /// </remarks>
    [WindowsDdi("NdisFIndicateReceiveNetBufferLists")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void IndicateReceive(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (chain.IsEmpty)
        {
            return;
        }

        if ((flags & ReceiveFlags.Resources) != 0)
        {
            IndicateLoan(ref chain, port, flags);
            return;
        }

        Node.IndicateUp(ref chain, port, flags);
    }

    /// <summary>Hands received lists back to the next driver below. Not the module's own, and none that came with <see cref="ReceiveFlags.Resources"/>.</summary>
    /// <remarks>IRQL: at most Dispatch.</remarks>
    [WindowsDdi("NdisFReturnNetBufferLists")]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ReturnReceived(ref NetBufferListChain chain, ReturnFlags flags)
    {
        if (!chain.IsEmpty)
        {
            Node.ReturnDown(ref chain, flags);
        }
    }

    /// <summary>Asks the drivers below to cancel the module's own sends of this identifier.</summary>
    /// <remarks>IRQL: at most Dispatch. Best effort.</remarks>
    [WindowsDdi("NdisFCancelSendNetBufferLists")]
    public void CancelSend(ulong cancelId)
    {
        NdisDdi.FCancelSendNetBufferLists.Check(Adapter.Kernel);
        _stack.CancelSendBelow(_stack.IndexOf(this), cancelId);
    }

    /// <summary>Passes up only the lists that match; the others go back to where they came from. Right for gifts and for loans.</summary>
    /// <param name="chain">The chain as the receive handler got it. Empty afterwards, or, on loan, whole again.</param>
    /// <param name="port">The port.</param>
    /// <param name="flags">The flags as the handler got them.</param>
    /// <param name="wanted">Which lists to pass up.</param>
    /// <typeparam name="TPredicate">A struct.</typeparam>
    /// <remarks>IRQL: at most Dispatch. Drops are the caller's to count.</remarks>
    public void IndicateSelected<TPredicate>(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags, TPredicate wanted)
        where TPredicate : struct, INetBufferListPredicate
    {
        NetBufferListChain passed = default;
        NetBufferListChain rest = default;
        if ((flags & ReceiveFlags.Resources) == 0)
        {
            NetBufferListClassifier.Split(ref chain, wanted, ref passed, ref rest);
            ReturnReceived(ref rest, ReturnFlags.None);
            IndicateReceive(ref passed, port, flags);
            return;
        }

        LoanStack loans = _stack.Runtime.Loans;
        int mark = loans.Push(chain);
        NetBufferListClassifier.Split(ref chain, wanted, ref passed, ref rest);
        IndicateReceive(ref passed, port, flags);
        loans.Restore(mark, ref chain);
    }

    private void IndicateLoan(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        LoanStack loans = _stack.Runtime.Loans;
        NetBufferListChain shown = chain;
        int mark = loans.Push(chain);
        Node.IndicateUp(ref shown, port, flags);
        if (_stack.Runtime.Ownership is { } verifier && !loans.IsWhole(mark, shown))
        {
            verifier.Violation(NdisVerifierRules.ChainNotRestored, Name, $"an indication of {chain.Count} lists on loan did not come back as it was");
        }

        loans.Restore(mark, ref chain);
    }
}
