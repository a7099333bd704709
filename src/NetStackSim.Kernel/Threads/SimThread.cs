using System.Runtime.ExceptionServices;

namespace NetStackSim.Kernel;

/// <summary>A simulated thread: an async method whose steps run at <see cref="Irql.Passive"/> on one processor as events of class Passive.</summary>
/// <remarks>
/// A step runs from one await to the next. Every wait is an await of a <see cref="ValueTask"/>; continuations come back to the thread.
/// Made by <see cref="SimKernel.StartThread(string, Func{SimThread, Task}, Processor?)"/>.
/// </remarks>
[WindowsDdi("KTHREAD")]
public sealed partial class SimThread : PassiveWork
{
    private readonly Queue<UserWork> _steps = new();
    private readonly Queue<ThreadApc> _userApcs = new();
    private readonly SimThreadContext _context;
    private readonly Func<SimThread, Task> _body;

    internal SimThread(SimKernel kernel, int id, string name, Processor processor, Func<SimThread, Task> body)
    {
        Kernel = kernel;
        Id = id;
        Name = name;
        Processor = processor;
        _body = body;
        _context = new SimThreadContext(this);
        Exited = new KernelEvent(kernel, KernelEventKind.Notification, name: $"the end of {this}");
        AddStep(new UserWork(static state => ((SimThread)state!).Main(), this));
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>Thread id, a multiple of 4.</summary>
    [WindowsDdi("PsGetThreadId")]
    public int Id { get; }

    /// <summary>Name in reports.</summary>
    public string Name { get; }

    /// <summary>Where its steps run.</summary>
    public Processor Processor { get; }

    /// <summary>Signalled when the thread has ended.</summary>
    public KernelEvent Exited { get; }

    /// <summary>True when the thread has ended.</summary>
    public bool HasExited => Exited.IsSet;

    internal KernelWait? AlertableWait { get; set; }

    internal int ListIndex { get; set; }

    /// <summary>Queues a kernel APC: it runs as the thread's next step, also while the thread waits.</summary>
    /// <param name="target">Who is called.</param>
    /// <param name="id">A number for the target.</param>
    /// <returns>False when the thread has ended.</returns>
    [WindowsDdi("KeInsertQueueApc")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public bool QueueKernelApc(IApcTarget target, int id = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (HasExited)
        {
            return false;
        }

        AddStep(new UserWork(static state => ((ThreadApc)state!).DeliverAtApcLevel(), new ThreadApc(this, target, id)));
        return true;
    }

    /// <summary>Queues a user APC: it runs when the thread waits alertably, and that wait ends with UserApc.</summary>
    /// <param name="target">Who is called.</param>
    /// <param name="id">A number for the target.</param>
    /// <returns>False when the thread has ended.</returns>
    [WindowsDdi("QueueUserAPC")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public bool QueueUserApc(IApcTarget target, int id = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (HasExited)
        {
            return false;
        }

        _userApcs.Enqueue(new ThreadApc(this, target, id));
        if (AlertableWait is { } wait)
        {
            // The APCs run before the thread goes on behind its wait.
            AddStep(new UserWork(static state => ((SimThread)state!).DeliverUserApcs(), this));
            wait.End(NtStatus.UserApc);
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"thread {Id} '{Name}' of {Kernel.Name}";

    /// <summary>Runs waiting user APCs.</summary>
    /// <returns>True when there was one.</returns>
    internal bool DeliverUserApcs()
    {
        bool any = false;
        for (int count = _userApcs.Count; count > 0; count--)
        {
            any = true;
            _userApcs.Dequeue().Deliver();
        }

        return any;
    }

    internal void AddStep(in UserWork step)
    {
        _steps.Enqueue(step);
        if (!IsQueued)
        {
            Processor.Enqueue(this);
        }
    }

    internal override void Run()
    {
        UserWork step = _steps.Dequeue();
        if (_steps.Count > 0)
        {
            Processor.Enqueue(this);
        }

        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        Kernel.CurrentThread = this;
        try
        {
            step.Callback(step.State);
        }
        finally
        {
            Kernel.CurrentThread = null;
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    // What the body throws leaves the loop's Run method, as an exception of any other dispatch does.
    private async void Main()
    {
        ExceptionDispatchInfo? error = null;
        try
        {
            await _body(this);
        }
        catch (Exception thrown)
        {
            error = ExceptionDispatchInfo.Capture(thrown);
        }

        Kernel.ThreadEnded(this);
        Exited.Set();
        error?.Throw();
    }

    private sealed class ThreadApc(SimThread thread, IApcTarget target, int id)
    {
        public void Deliver() => target.OnApc(thread, id);

        public void DeliverAtApcLevel()
        {
            using (thread.Processor.RaiseIrql(Irql.Apc))
            {
                Deliver();
            }
        }
    }
}
