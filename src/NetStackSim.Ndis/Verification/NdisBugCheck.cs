using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The bug checks of NDIS that need no verifier, out of line so that the paths that test for them stay small.</summary>
internal static class NdisBugCheck
{
    [DoesNotReturn]
    public static void Raise(SimKernel kernel, NdisBugCheckCode code, string culprit, string text, ulong parameter2 = 0) =>
        kernel.BugCheck(BugCheckCode.BugcodeNdisDriver, (ulong)code, parameter2, 0, 0, culprit, text);

    /// <summary>A list went back to a pool from a state in which it cannot.</summary>
    [DoesNotReturn]
    public static void BadFree(NetBufferList list, NetBufferListPool pool)
    {
        string problem = list.Pool != pool ? $"was returned to pool '{pool.Name}'"
            : list.ChildCount != 0 ? $"was freed while {list.ChildCount} derived lists are out"
            : list.State == NetBufferListState.Free ? "was freed twice"
            : "was freed by its originator before it came back";
        Raise(pool.Kernel, NdisBugCheckCode.ReferenceCountImbalance, pool.Name, $"{list} {problem}. {list.Trail}");
    }

    /// <summary>A list was handed over by, or came to, somebody who cannot have it: completed or returned twice, sent while it is out, on loan.</summary>
    [DoesNotReturn]
    public static void BadHandOver(SimKernel kernel, string who, NetBufferList list, string what) =>
        Raise(kernel, NdisBugCheckCode.ReferenceCountImbalance, who, $"{list} was {what} and is {list.State}: {what} twice, not the originator's, or used after free. {list.Trail}");

    /// <summary>Context was popped that is not on top.</summary>
    public static void ContextOrder(NetBufferList list, int size)
    {
        string text = $"{size} context bytes of {list} were popped and are not what was pushed last";
        if (list.Pool.Kernel.Verifier is { } verifier)
        {
            verifier.Violation(NdisVerifierRules.ContextOrder, list.Pool.Name, text);
            return;
        }

        Raise(list.Pool.Kernel, NdisBugCheckCode.ReferenceCountImbalance, list.Pool.Name, text);
    }
}
