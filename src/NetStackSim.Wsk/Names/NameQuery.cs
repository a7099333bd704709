using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>One look-up of a name.</summary>
public sealed class NameQuery
{
    private readonly Action<NtStatus, IReadOnlyList<IpAddress>> _answer;
    private bool _isAnswered;

    /// <summary>Makes a question.</summary>
    /// <param name="name">The name.</param>
    /// <param name="family">The family wanted; null for both.</param>
    /// <param name="process">On whose behalf; null is the System process.</param>
    /// <param name="answer">Called with the answer, once.</param>
    public NameQuery(string name, IpFamily? family, SimProcess? process, Action<NtStatus, IReadOnlyList<IpAddress>> answer)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(answer);
        Name = name;
        Family = family;
        Process = process;
        _answer = answer;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The family wanted; null for both.</summary>
    public IpFamily? Family { get; }

    /// <summary>On whose behalf.</summary>
    public SimProcess? Process { get; }

    /// <summary>True once nobody wants the answer any more; completing is still allowed.</summary>
    public bool IsCanceled { get; internal set; }

    /// <summary>Gives the answer. IRQL: at most Dispatch.</summary>
    /// <param name="status">Success; NoMatch for a name that does not exist; or why it could not be found out.</param>
    /// <param name="addresses">The addresses in the order of preference; others than of the wanted family are left out.</param>
    /// <exception cref="InvalidOperationException">Answered twice.</exception>
    public void Complete(NtStatus status, params IReadOnlyList<IpAddress> addresses)
    {
        if (_isAnswered)
        {
            throw new InvalidOperationException($"The look-up of '{Name}' was answered before.");
        }

        _isAnswered = true;
        if (!IsCanceled)
        {
            _answer(status, addresses);
        }
    }
}
