using System.Diagnostics;

namespace NetStackSim.Tap.Tests;

/// <summary>A test that makes a TAP device: needs Linux, /dev/net/tun, CAP_NET_ADMIN and the ip tool; skipped with the reason otherwise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TapFactAttribute : FactAttribute
{
    private static readonly string? Reason = FindReason();

    public TapFactAttribute()
    {
        Skip = Reason!;
    }

    private static string? FindReason()
    {
        if (!TapDevice.IsAvailable)
        {
            return "There is no /dev/net/tun on this machine.";
        }

        try
        {
            using TapDevice device = TapDevice.Open("nsstap%d");
        }
        catch (TapException e)
        {
            return e.Message;
        }

        return FindIp() is null ? "The ip tool (iproute2) is not installed." : null;
    }

    internal static string? FindIp() => new[] { "/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip", "/bin/ip" }.FirstOrDefault(File.Exists);

    /// <summary>Runs the ip tool.</summary>
    internal static void Ip(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(FindIp()!, arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ip {arguments}: {error}");
    }
}
