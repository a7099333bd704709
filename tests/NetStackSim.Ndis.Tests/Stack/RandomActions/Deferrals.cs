using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Stack.RandomActions;

/// <summary>What drivers have left pending, to be completed in any order.</summary>
internal sealed class Deferrals(RandomStream random)
{
    private readonly List<Action> _actions = [];

    public RandomStream Random => random;

    public int Count => _actions.Count;

    /// <summary>A handler decides: now, or later.</summary>
    /// <returns>Success, or Pending when the completion will be called.</returns>
    public NtStatus Either(double late, Action completion)
    {
        if (!random.Chance(late))
        {
            return NtStatus.Success;
        }

        Later(completion);
        return NtStatus.Pending;
    }

    public void Later(Action completion) => _actions.Add(completion);

    /// <summary>Completes one of them.</summary>
    public void RunOne()
    {
        if (_actions.Count == 0)
        {
            return;
        }

        int index = random.Next(_actions.Count);
        Action action = _actions[index];
        _actions.RemoveAt(index);
        action();
    }
}
