namespace NetStackSim.Kernel;

/// <summary>Counts the calls of one side of a binding into the other one, so that its detach ends when the last call is back (rundown protection).</summary>
/// <remarks>
/// A module holds one gate per binding: it wraps each call in <see cref="TryEnter"/> and <see cref="Leave"/>, returns <see cref="BeginDetach"/> from its
/// detach callback, and gives the matching completion of the binding as <c>detached</c>. IRQL: at most Dispatch.
/// </remarks>
/// <param name="detached">Called once, when the last call is back after a detach that was pending.</param>
public sealed class NmrCallGate(Action detached)
{
    /// <summary>Calls that are under way.</summary>
    public int Calls { get; private set; }

    /// <summary>True once the detach has begun: no new call may start.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Starts a call. False after the detach began: the other side must not be called.</summary>
    [WindowsDdi("ExAcquireRundownProtection")]
    public bool TryEnter()
    {
        if (IsClosed)
        {
            return false;
        }

        Calls++;
        return true;
    }

    /// <summary>Ends a call that <see cref="TryEnter"/> allowed.</summary>
    [WindowsDdi("ExReleaseRundownProtection")]
    public void Leave()
    {
        if (Calls == 0)
        {
            throw new InvalidOperationException("Leave without a successful TryEnter.");
        }

        if (--Calls == 0 && IsClosed)
        {
            detached();
        }
    }

    /// <summary>Closes the gate.</summary>
    /// <returns>SUCCESS if no call is under way, else PENDING.</returns>
    public NtStatus BeginDetach()
    {
        IsClosed = true;
        return Calls == 0 ? NtStatus.Success : NtStatus.Pending;
    }
}
