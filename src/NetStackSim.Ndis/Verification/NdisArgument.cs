using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Arguments of routines of NDIS.</summary>
internal static class NdisArgument
{
    /// <summary>Rule NullCheck while the verifier is on; a misuse of the library without it.</summary>
    public static void NotNull([NotNull] object? argument, SimKernel kernel, string routine)
    {
        if (argument is null)
        {
            kernel.Verifier?.Violation(NdisVerifierRules.NullCheck, routine, $"{routine} was called with a null handle or object");
            throw new ArgumentNullException(nameof(argument), routine);
        }
    }
}
