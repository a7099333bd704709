using NetStackSim.Nic;

namespace NetStackSim.Testing;

/// <summary>Checks over frames and bytes: <c>frame.Is(IPv4("10.0.0.1", "10.0.0.2"), Tcp(Syn))</c>.</summary>
public static class FrameAssertions
{
    /// <summary>Fails when a statement does not hold, with the field, both values, and the frame in words and bytes.</summary>
    /// <param name="frame">A frame of the wire; it stays with the caller.</param>
    /// <param name="checks">The statements.</param>
    /// <exception cref="NetworkAssertionException">A statement does not hold.</exception>
    public static void Is(this Frame frame, params ReadOnlySpan<PacketCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(frame);
        PacketMatcher.Require(frame.Data.ToArray(), checks);
    }

    /// <summary>Fails when a statement does not hold.</summary>
    /// <param name="frame">An Ethernet frame without its check sequence.</param>
    /// <param name="checks">The statements.</param>
    /// <exception cref="NetworkAssertionException">A statement does not hold.</exception>
    public static void Is(this ReadOnlySpan<byte> frame, params ReadOnlySpan<PacketCheck> checks) => PacketMatcher.Require(frame.ToArray(), checks);

    /// <summary>Fails when a statement does not hold.</summary>
    /// <param name="frame">An Ethernet frame without its check sequence.</param>
    /// <param name="checks">The statements.</param>
    /// <exception cref="NetworkAssertionException">A statement does not hold.</exception>
    public static void Is(this byte[] frame, params ReadOnlySpan<PacketCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(frame);
        PacketMatcher.Require(frame, checks);
    }

    /// <summary>Tells whether all statements hold; for predicates of fault rules and searches.</summary>
    /// <param name="frame">A frame of the wire; it stays with the caller.</param>
    /// <param name="checks">The statements.</param>
    /// <returns>True when they hold.</returns>
    public static bool Matches(this Frame frame, params ReadOnlySpan<PacketCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return PacketMatcher.Matches(frame.Data.ToArray(), checks);
    }
}
