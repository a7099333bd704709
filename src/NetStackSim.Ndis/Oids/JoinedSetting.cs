using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One setting of a miniport that several bindings share: what they want is joined, and the miniport is told when the result is another.</summary>
/// <typeparam name="T">The setting.</typeparam>
/// <param name="none">What a miniport has that was told nothing.</param>
/// <param name="join">Joins what the bindings want now.</param>
/// <param name="isSame">Are two values the same?</param>
/// <param name="send">Sends a value down; calls back with the outcome and gives the status of the call.</param>
/// <param name="changed">Called when the miniport has another value.</param>
internal sealed class JoinedSetting<T>(T none, Func<T> join, Func<T, T, bool> isSame, JoinedSetting<T>.Sender send, Action<T> changed)
{
    private readonly T _none = none;
    private int _outstanding;

    /// <summary>Sends a value down.</summary>
    /// <param name="value">The value.</param>
    /// <param name="original">The request of a binding that it is for, or null.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="ended">Called when the miniport has answered.</param>
    public delegate NtStatus Sender(T value, OidRequest? original, ProtocolBinding? binding, Action<NtStatus> ended);

    /// <summary>What the miniport has.</summary>
    public T Current { get; private set; } = none;

    /// <summary>The miniport has forgotten it.</summary>
    public void Forget() => Current = _none;

    /// <summary>A binding wants something else.</summary>
    /// <param name="original">Its request.</param>
    /// <param name="binding">The binding.</param>
    /// <param name="ended">Called when the miniport has taken or refused it, also when nothing had to be sent.</param>
    public NtStatus Update(OidRequest original, ProtocolBinding binding, Action<NtStatus> ended)
    {
        T wanted = join();
        if (_outstanding == 0 && isSame(wanted, Current))
        {
            ended(NtStatus.Success);
            return NtStatus.Success;
        }

        return Send(wanted, original, binding, ended);
    }

    /// <summary>Brings the miniport in line: a binding is gone, or a wish was taken back while another was on its way.</summary>
    public void Correct()
    {
        T wanted = join();
        if (_outstanding == 0 && !isSame(wanted, Current))
        {
            _ = Send(wanted, null, null, null);
        }
    }

    private NtStatus Send(T wanted, OidRequest? original, ProtocolBinding? binding, Action<NtStatus>? ended)
    {
        _outstanding++;
        return send(wanted, original, binding, status => Answered(wanted, status, ended));
    }

    private void Answered(T wanted, NtStatus status, Action<NtStatus>? ended)
    {
        _outstanding--;
        if (status.IsSuccess)
        {
            Current = wanted;
            changed(wanted);
        }

        // Only once: a miniport that refuses a correction too is not asked for ever.
        if (ended is not null)
        {
            ended(status);
            Correct();
        }
    }
}
