using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>At which levels a routine of NDIS may be called, and which rule says so.</summary>
/// <param name="Name">The routine.</param>
/// <param name="Rule">The rule of its group.</param>
/// <param name="Max">Highest legal level.</param>
/// <param name="Min">Lowest legal level.</param>
internal sealed record DdiContract(string Name, VerifierRule Rule, Irql Max, Irql Min = Irql.Passive)
{
    /// <summary>Checks the present level: the rule when the verifier is on, IRQL_NOT_LESS_OR_EQUAL without it.</summary>
    public void Check(SimKernel kernel)
    {
        Irql irql = kernel.CurrentProcessor.Irql;
        if (irql > Max || irql < Min)
        {
            Report(kernel, irql);
        }
    }

    private void Report(SimKernel kernel, Irql irql)
    {
        string legal = Min == Irql.Passive ? $"up to {Max}" : $"{Min} to {Max}";
        string text = $"{Name} at {irql} on {kernel.CurrentProcessor}; legal {legal}";
        if (kernel.Verifier is { } verifier)
        {
            verifier.Violation(Rule, Name, text, (ulong)irql, (ulong)Max);
            return;
        }

        kernel.BugCheck(BugCheckCode.IrqlNotLessOrEqual, 0, (ulong)irql, (ulong)Max, 0, Name, text);
    }
}
