using System.Globalization;

namespace NetStackSim.Tap;

/// <summary>Signals that a process was started with switched off.</summary>
/// <remarks>
/// A shell without job control starts background programs with SIGINT ignored, and .NET leaves a signal alone that was ignored at the start. A program that promises to
/// end cleanly at SIGINT calls <see cref="RestoreInterrupt"/> first of all, before the console or a signal handler is touched.
/// </remarks>
public static class InheritedSignals
{
    private const string StatusPath = "/proc/self/status";
    private const string IgnoredLine = "SigIgn:";

    /// <summary>Gives SIGINT its default meaning again if the process was started with it ignored; nothing elsewhere.</summary>
    public static void RestoreInterrupt()
    {
        if (OperatingSystem.IsLinux() && IsInterruptIgnored())
        {
            _ = Libc.Signal(Libc.SignalInterrupt, 0);
        }
    }

    private static bool IsInterruptIgnored()
    {
        const ulong interruptBit = 1UL << (Libc.SignalInterrupt - 1);
        foreach (string line in File.ReadLines(StatusPath))
        {
            if (line.StartsWith(IgnoredLine, StringComparison.Ordinal))
            {
                ReadOnlySpan<char> mask = line.AsSpan(IgnoredLine.Length).Trim();
                return ulong.TryParse(mask, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong ignored) && (ignored & interruptBit) != 0;
            }
        }

        return false;
    }
}
