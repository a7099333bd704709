namespace NetStackSim.Wfp;

/// <summary>Who injected a packet, newest first; travels in out-of-band slot 10 and is copied to clones. Immutable.</summary>
/// <param name="Handle">The handle.</param>
/// <param name="Context">What the driver gave with it.</param>
/// <param name="Earlier">The injection before; null for the first.</param>
internal sealed record InjectionHistory(InjectionHandle Handle, object? Context, InjectionHistory? Earlier)
{
    /// <summary>How often a handle injected the packet.</summary>
    internal int CountOf(InjectionHandle handle)
    {
        int count = 0;
        for (InjectionHistory? entry = this; entry is not null; entry = entry.Earlier)
        {
            count += entry.Handle == handle ? 1 : 0;
        }

        return count;
    }
}
