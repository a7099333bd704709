using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>One queue pair of the card with its interrupt message, and the work that its DPC, or its poll, does.</summary>
internal sealed class NicQueue : IMiniportPoll
{
    private const int ServicePasses = 16;

    private readonly SimKernel _kernel;
    private readonly VirtualNic _nic;
    private readonly Processor _home;
    private PollRegistration? _poll;
    private long _completedSends;

    internal NicQueue(SimKernel kernel, VirtualNic nic, FramePool frames, NetBufferListPool lists, int number, Processor processor)
    {
        _kernel = kernel;
        _nic = nic;
        Number = number;
        Processor = _home = processor;
        IsServedAtHome = true;
        Interrupt = new NicInterrupt(kernel, this, nic.InterruptResources, nic.Options);
        Transmit = new TransmitRing(kernel, nic, this, frames);
        Receive = new ReceiveRing(kernel, nic, this, frames, lists);
    }

    /// <summary>Number of the queue, of its message and of its bit in the cause register.</summary>
    internal int Number { get; }

    /// <summary>Where its DPC runs.</summary>
    internal Processor Processor { get; private set; }

    /// <summary>Where the DPC was queued that will serve it.</summary>
    internal Processor? DeferredTo { get; set; }

    internal NicInterrupt Interrupt { get; }

    internal TransmitRing Transmit { get; }

    internal ReceiveRing Receive { get; }

    /// <summary>Lists that its DPCs have indicated.</summary>
    internal long IndicatedLists { get; private set; }

    /// <summary>The poll object that serves it; null while its DPC does.</summary>
    internal PollRegistration? Poll
    {
        get => _poll;
        set
        {
            _poll = value;
            IsServedAtHome = value is null && ReferenceEquals(Processor, _home);
        }
    }

    /// <summary>True when the default DPC of its message serves it.</summary>
    internal bool IsServedAtHome { get; private set; }

    /// <summary>True when a faulty card loses the interrupt that it is about to raise.</summary>
    internal bool LosesInterrupt => _nic.Faults is { } faults && faults.SwallowsInterrupt();

    /// <summary>Frames and completions that wait.</summary>
    internal int PendingWork => Receive.FilledSegments + Transmit.CompletionsPending;

    internal NicQueueStatistics Statistics =>
        new(Number, Processor.Number, IndicatedLists, _completedSends, Interrupt.Count, Poll?.Polls ?? 0, Receive.Posted, Transmit.Waiting);

    /// <summary>The driver moves its work to another processor.</summary>
    internal void MoveTo(Processor processor)
    {
        Processor = processor;
        IsServedAtHome = _poll is null && ReferenceEquals(processor, _home);
        _poll?.SetAffinity(processor);
    }

    /// <summary>Does the work of one DPC.</summary>
    /// <param name="budget">The most lists to indicate.</param>
    /// <returns>True when work is left that the throttle forbids: the interrupt stays masked.</returns>
    internal bool Serve(int budget)
    {
        for (int pass = 0; pass < ServicePasses; pass++)
        {
            Complete();
            budget -= Indicate(budget);
            if (Transmit.CompletionsPending == 0 && Receive.Filled == 0)
            {
                return false;
            }

            if (budget <= 0)
            {
                return true;
            }
        }

        return true;
    }

    void IMiniportPoll.Poll(ref PollData data)
    {
        Transmit.TakeCompleted(ref data.Transmit.Completed, (int)Math.Min(data.Transmit.MaxNblsToComplete, int.MaxValue));
        _nic.Faults?.Filter(ref data.Transmit.Completed);
        data.Transmit.NumberOfRemainingNbls = (uint)Transmit.CompletionsPending;
        _completedSends += data.Transmit.Completed.Count;
        Charge(data.Transmit.Completed);
        bool atDispatch = _kernel.CurrentProcessor.Irql == Irql.Dispatch;
        data.Transmit.SendCompleteFlags = atDispatch ? SendCompleteFlags.DispatchLevel : SendCompleteFlags.None;
        int maximum = (int)Math.Min(data.Receive.MaxNblsToIndicate, (uint)_nic.Options.MaxNblsToIndicate);
        if (Receive.Filled > 0)
        {
            Receive.Build(ref data.Receive.Indicated, maximum, mayLend: false, out data.Receive.Flags);
            data.Receive.Flags &= atDispatch ? ~ReceiveFlags.None : ~ReceiveFlags.DispatchLevel;
            Account(data.Receive.Indicated);
        }

        data.Receive.NumberOfRemainingNbls = (uint)Receive.Filled;
    }

    void IMiniportPoll.SetPollNotification(bool enabled)
    {
        if (enabled)
        {
            Interrupt.UnmaskAndCheck();
        }
        else
        {
            Interrupt.Mask();
        }
    }

    private void Complete()
    {
        NetBufferListChain completed = default;
        Transmit.TakeCompleted(ref completed);
        _nic.Faults?.Filter(ref completed);
        if (!completed.IsEmpty)
        {
            _completedSends += completed.Count;
            Charge(completed);
            if (_nic.Faults is { } faulty)
            {
                faulty.Complete(ref completed);
                return;
            }

            _nic.Adapter!.CompleteSend(ref completed, SendCompleteFlags.DispatchLevel);
        }
    }

    private int Indicate(int maximum)
    {
        if (Receive.Filled == 0)
        {
            return 0;
        }

        NetBufferListChain chain = default;
        Receive.Build(ref chain, maximum, mayLend: true, out ReceiveFlags flags);
        int count = chain.Count;
        if (count == 0)
        {
            return 0;
        }

        Account(chain);
        _nic.Adapter!.IndicateReceive(ref chain, PortNumber.Default, flags);
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            // A loan: the lists never left.
            Receive.Return(ref chain);
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Account(in NetBufferListChain chain)
    {
        IndicatedLists += chain.Count;
        _nic.TraceReceived(chain);
        Charge(chain);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Charge(in NetBufferListChain chain)
    {
        if (_kernel.CurrentProcessor.HasCosts)
        {
            ChargeLists(chain);
        }
    }

    private void ChargeLists(in NetBufferListChain chain)
    {
        long bytes = 0;
        for (NetBufferList? list = chain.Head; list is not null; list = list.Next)
        {
            bytes += list.DataLength;
        }

        _kernel.CurrentProcessor.ChargeLists(chain.Count, bytes);
    }
}
