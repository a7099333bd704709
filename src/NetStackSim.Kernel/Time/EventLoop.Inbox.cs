using System.Collections.Concurrent;

namespace NetStackSim.Kernel;

/// <content>The borders to user code and to foreign threads.</content>
public sealed partial class EventLoop
{
    private readonly ConcurrentQueue<UserWork> _inbox = new();
    private readonly UserWorkQueue _userWork;
    private volatile bool _inboxHasWork;
    private volatile int _pumpThread;

    /// <summary>True when the caller may touch the loop's objects: its thread pumps the loop, or nobody does.</summary>
    public bool IsLoopThread => _pumpThread is int pump && (pump == 0 || pump == Environment.CurrentManagedThreadId);

    /// <summary>Runs a callback as an event of class User. The only member that any thread may call at any time.</summary>
    /// <remarks>
    /// From the loop's own thread the callback takes its place behind what is due now. From a foreign thread it goes into the inbox, which is opened only when
    /// nothing else is due at the present instant: so its place does not depend on how far the loop had come within that instant.
    /// </remarks>
    /// <param name="callback">What to run.</param>
    /// <param name="state">Handed to the callback.</param>
    public void Post(SendOrPostCallback callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        UserWork work = new(callback, state);
        if (_pumpThread == Environment.CurrentManagedThreadId)
        {
            _userWork.Enqueue(work);
            return;
        }

        _inbox.Enqueue(work);
        _inboxHasWork = true;
        _pacer?.Wake();
    }

    /// <summary>Runs user code now, as the event that is being dispatched, with the simulation context installed.</summary>
    internal void InvokeUser(SendOrPostCallback callback, object? state)
    {
        SynchronizationContext? outer = System.Threading.SynchronizationContext.Current;
        System.Threading.SynchronizationContext.SetSynchronizationContext(SynchronizationContext);
        try
        {
            callback(state);
        }
        finally
        {
            System.Threading.SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    // Lets the outside come to rest and moves what it posted into the order. True when something was moved.
    private bool AdmitForeignWork()
    {
        if (_pacer is null && !Quiescence.WaitForQuiet(this))
        {
            throw Stalled(StallReason.NotQuiet);
        }

        return _inboxHasWork && OpenInbox();
    }

    private bool OpenInbox()
    {
        // Cleared first: a post that comes meanwhile is taken now or sets the flag again.
        _inboxHasWork = false;
        int count = _inbox.Count;
        bool any = false;
        for (int i = 0; i < count && _inbox.TryDequeue(out UserWork work); i++)
        {
            _userWork.Enqueue(work);
            any = true;
        }

        return any;
    }

    private void EnterPump()
    {
        if (_pumpThread != 0)
        {
            throw new InvalidOperationException("The loop is running already: it is never pumped from inside a call or by two threads.");
        }

        _pumpThread = Environment.CurrentManagedThreadId;
    }

    private void LeavePump() => _pumpThread = 0;
}
