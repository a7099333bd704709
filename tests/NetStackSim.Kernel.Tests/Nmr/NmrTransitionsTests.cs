namespace NetStackSim.Kernel.Tests;

/// <summary>Every cell of the two transition tables.</summary>
public sealed class NmrTransitionsTests
{
    // Rows: states in order; columns: AttachBegins, AttachSucceeded, AttachFailed, DetachBegins, ClientDetached, ProviderDetached, CleanupDone.
    // R registered, a attaching, A attached, D detaching, P waits for the provider, C waits for the client, d detached, X cleaned up, . illegal
    private static readonly string[] BindingTable =
    [
        "a......",
        ".AX....",
        "...D...",
        "....PC.",
        ".....d.",
        "....d..",
        "......X",
        ".......",
    ];

    // Rows: NotAsked, Asked, Pending, Done; columns: Call, ReturnedSuccess, ReturnedPending, Complete.
    private static readonly string[] DetachTable =
    [
        "A...",
        ".DP.",
        "...D",
        "....",
    ];

    [Fact]
    public void Binding_EveryCell_IsAsInTheTable()
    {
        const string Letters = "RaADPCdX";
        foreach (NmrBindingState state in Enum.GetValues<NmrBindingState>())
        {
            foreach (NmrBindingEvent what in Enum.GetValues<NmrBindingEvent>())
            {
                char expected = BindingTable[(int)state][(int)what];
                NmrBindingState? next = NmrTransitions.Next(state, what);
                Assert.True((next is null ? '.' : Letters[(int)next]) == expected, $"{state} x {what} gave {next}, expected {expected}");
            }
        }
    }

    [Fact]
    public void Detach_EveryCell_IsAsInTheTable()
    {
        const string Letters = "NAPD";
        foreach (NmrDetachState state in Enum.GetValues<NmrDetachState>())
        {
            foreach (NmrDetachEvent what in Enum.GetValues<NmrDetachEvent>())
            {
                char expected = DetachTable[(int)state][(int)what];
                NmrDetachState? next = NmrTransitions.Next(state, what);
                Assert.True((next is null ? '.' : Letters[(int)next]) == expected, $"{state} x {what} gave {next}, expected {expected}");
            }
        }
    }
}
