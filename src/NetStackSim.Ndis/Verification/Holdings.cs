using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The foreign lists that one place on the path has, in the order in which it got them, and the clocks of the timed rules about them (verifier on).</summary>
/// <remarks>A clock runs only while something is held and is moved, not fired, by progress: a driver that keeps its times leaves no event behind.</remarks>
internal sealed class Holdings : ITimerTarget
{
    private const int AgeTimer = 0;
    private const int HangTimer = 1;

    private readonly OwnershipVerifier _verifier;
    private readonly KernelTimer? _age;
    private readonly KernelTimer? _hang;
    private readonly VerifierRule _ageRule;
    private readonly Func<NdisTimeouts, long>? _ageLimit;
    private OwnershipTrail? _first;
    private OwnershipTrail? _last;

    public Holdings(OwnershipVerifier verifier, PathNode owner, HoldingsClock clock)
    {
        _verifier = verifier;
        Owner = owner;
        (_ageRule, _ageLimit) = clock switch
        {
            HoldingsClock.MiniportSends => (NdisVerifierRules.TimedDataSend, static timeouts => timeouts.DataSendNs),
            HoldingsClock.FilterSends => (NdisVerifierRules.FilterTimedDataSend, static timeouts => timeouts.FilterDataSendNs),
            HoldingsClock.FilterReceives => (NdisVerifierRules.FilterTimedDataReceive, static timeouts => timeouts.FilterDataReceiveNs),
            _ => (default(VerifierRule), (Func<NdisTimeouts, long>?)null),
        };
        Processor processor = verifier.Kernel.BootProcessor;
        _age = _ageLimit is null ? null : new KernelTimer(processor, this, AgeTimer);
        _hang = clock == HoldingsClock.MiniportSends ? new KernelTimer(processor, this, HangTimer) : null;
    }

    /// <summary>Whose they are.</summary>
    public PathNode Owner { get; }

    /// <summary>How many.</summary>
    public int Count { get; private set; }

    /// <summary>The one that is there longest.</summary>
    public OwnershipTrail? First => _first;

    /// <summary>A list arrives.</summary>
    public void Add(OwnershipTrail trail, OwnershipEvent how, long now)
    {
        trail.Where?.Remove(trail);
        (trail.Where, trail.How, trail.SinceNs) = (this, how, now);
        (trail.Previous, trail.Next) = (_last, null);
        if (_last is { } last)
        {
            last.Next = trail;
        }
        else
        {
            _first = trail;
            StartAge(trail);
            StartHang();
        }

        _last = trail;
        Count++;
    }

    /// <summary>A list leaves.</summary>
    public void Remove(OwnershipTrail trail)
    {
        bool wasFirst = ReferenceEquals(_first, trail);
        if (trail.Previous is { } previous)
        {
            previous.Next = trail.Next;
        }
        else
        {
            _first = trail.Next;
        }

        if (trail.Next is { } next)
        {
            next.Previous = trail.Previous;
        }
        else
        {
            _last = trail.Previous;
        }

        (trail.Where, trail.Previous, trail.Next) = (null, null, null);
        Count--;
        OnRemoved(wasFirst);
    }

    void ITimerTarget.OnTimer(int id)
    {
        if (_first is not { } oldest)
        {
            return;
        }

        string who = Owner.Name;
        if (id == HangTimer)
        {
            _verifier.Violation(
                NdisVerifierRules.TimedDataHang, who,
                $"{Count} sends are pending and none was completed for {Seconds(_verifier.Timeouts.DataHangNs)} s; the oldest is {oldest.List}", oldest.List);
            return;
        }

        string what = _ageRule == NdisVerifierRules.TimedDataSend ? "is not complete" : "was neither handed on nor given back";
        _verifier.Violation(_ageRule, who, $"{oldest.List} {what} after {Seconds(_ageLimit!(_verifier.Timeouts))} s", oldest.List);
    }

    private void OnRemoved(bool wasFirst)
    {
        if (_first is not { } oldest)
        {
            _age?.Cancel();
            _hang?.Cancel();
            return;
        }

        if (wasFirst)
        {
            StartAge(oldest);
        }

        StartHang();
    }

    private void StartAge(OwnershipTrail oldest) => _age?.Set(oldest.SinceNs + _ageLimit!(_verifier.Timeouts));

    private void StartHang() => _hang?.SetAfter(_verifier.Timeouts.DataHangNs);

    private static long Seconds(long ns) => ns / 1_000_000_000;
}
