namespace NetStackSim.Kernel;

/// <summary>Driver Verifier's role: the place where broken rules are reported. A field of <see cref="SimKernel"/>, null when off.</summary>
/// <remarks>The verifier observes: a run with it has the same events and the same digest as a run without it. Any IRQL.</remarks>
public sealed class Verifier
{
    private readonly SimKernel _kernel;
    private readonly List<VerifierViolation> _violations = [];
    private readonly Dictionary<Type, object> _companions = [];

    internal Verifier(SimKernel kernel) => _kernel = kernel;

    /// <summary>True (the default): a violation stops the run with its bug check. False: it is only recorded.</summary>
    public bool StopsOnViolation { get; set; } = true;

    /// <summary>Switches on what costs time: the stack of each renter, hashes of data that must not change.</summary>
    public bool RecordsStacks { get; set; }

    /// <summary>Everything found so far, oldest first.</summary>
    public IReadOnlyList<VerifierViolation> Violations => _violations;

    /// <summary>What a layer keeps beside the verifier (a log, a table), shared by all parts of that layer on this host. Made at the first call.</summary>
    /// <typeparam name="T">The class that the layer keeps.</typeparam>
    /// <returns>The one object of this host.</returns>
    public T Companion<T>()
        where T : class, new()
    {
        if (!_companions.TryGetValue(typeof(T), out object? companion))
        {
            companion = new T();
            _companions.Add(typeof(T), companion);
        }

        return (T)companion;
    }

    /// <summary>Reports a broken rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="culprit">Driver or component that broke it.</param>
    /// <param name="message">What happened, in words.</param>
    /// <exception cref="BugCheckException">Always, unless <see cref="StopsOnViolation"/> is false.</exception>
    public void Violation(VerifierRule rule, string culprit, string message) => Violation(rule, culprit, message, 0);

    /// <summary>Reports a broken rule with further parameters of the stop code.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="culprit">Driver or component that broke it.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="parameter2">Second parameter.</param>
    /// <param name="parameter3">Third parameter.</param>
    /// <param name="parameter4">Fourth parameter.</param>
    /// <exception cref="BugCheckException">Always, unless <see cref="StopsOnViolation"/> is false.</exception>
    public void Violation(
        VerifierRule rule, string culprit, string message, ulong parameter2, ulong parameter3 = 0, ulong parameter4 = 0)
    {
        _violations.Add(new VerifierViolation(_kernel.Now, rule, culprit, message));
        if (StopsOnViolation)
        {
            throw new BugCheckException(rule.Code, culprit, $"{rule.Name}: {message}", rule.Parameter1, parameter2, parameter3, parameter4);
        }
    }
}
