using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The bug checks of NDIS that need no verifier, out of line so that the paths that test for them stay small. The only place that raises 0x7C.</summary>
/// <remarks>Parameters that are addresses on Windows are 0 here: the text names what they point to.</remarks>
internal static class NdisBugCheck
{
    // BAD_POOL_CALLER: freed already; freed to a pool it does not come from.
    private const ulong AlreadyFreed = 0x07;
    private const ulong WrongPool = 0x0A;

    [DoesNotReturn]
    public static void Raise(
        SimKernel kernel, NdisBugCheckCode code, string culprit, string text, ulong parameter2 = 0, ulong parameter3 = 0, ulong parameter4 = 0) =>
        kernel.BugCheck(BugCheckCode.BugcodeNdisDriver, (ulong)code, parameter2, parameter3, parameter4, culprit, text);

    /// <summary>A list went back to a pool from a state in which it cannot.</summary>
    [DoesNotReturn]
    public static void BadFree(NetBufferList list, NetBufferListPool pool)
    {
        SimKernel kernel = pool.Kernel;
        if (list.Pool != pool || list.State == NetBufferListState.Free)
        {
            (ulong kind, string what) = list.Pool != pool ? (WrongPool, $"was returned to pool '{pool.Name}'") : (AlreadyFreed, "was freed twice");
            kernel.BugCheck(BugCheckCode.BadPoolCaller, kind, 0, 0, (ulong)list.Serial, pool.Name, $"{list} {what}. {list.Trail}");
        }

        string problem = list.ChildCount != 0 ? $"was freed while {list.ChildCount} derived lists are out" : "was freed by its originator before it came back";
        Raise(kernel, NdisBugCheckCode.ReferenceCountImbalance, pool.Name, $"{list} {problem}. {list.Trail}");
    }

    /// <summary>A list was handed over by, or came to, somebody who cannot have it: completed or returned twice, sent while it is out, on loan.</summary>
    [DoesNotReturn]
    public static void BadHandOver(SimKernel kernel, string who, NetBufferList list, string what)
    {
        NdisBugCheckCode code = what == "indicated" ? NdisBugCheckCode.ReceivedPacketInUse : NdisBugCheckCode.ReferenceCountImbalance;
        Raise(kernel, code, who, $"{list} was {what} and is {list.State}: {what} twice, not the originator's, or used after free. {list.Trail}");
    }

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
