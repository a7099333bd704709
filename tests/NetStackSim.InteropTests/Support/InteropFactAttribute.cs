using NetStackSim.Tap;

namespace NetStackSim.InteropTests.Support;

/// <summary>A test against the Linux kernel and real clients: needs root, /dev/net/tun and the tools that it names; skipped with the reason otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropFactAttribute : FactAttribute
{
    private static readonly string? Reason = FindReason();

    /// <summary>Skips the test where the machine lacks something.</summary>
    public InteropFactAttribute()
    {
        Skip = Reason!;
    }

    internal static string? WhyNot => Reason;

    private static string? FindReason()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "TAP devices and network namespaces need Linux.";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return "Network namespaces need root.";
        }

        foreach (string tool in new[] { "ip", "nft", "ping", "curl", "tshark" })
        {
            if (Shell.Find(tool) is null)
            {
                return $"The tool '{tool}' is not installed.";
            }
        }

        try
        {
            using TapDevice device = TapDevice.Open("nsstap%d");
            return null;
        }
        catch (TapException e)
        {
            return e.Message;
        }
    }
}
