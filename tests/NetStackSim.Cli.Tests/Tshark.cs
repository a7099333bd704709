using System.Diagnostics;

namespace NetStackSim.Cli.Tests;

/// <summary>Wireshark's reader on the command line, an opinion about our captures that is not ours.</summary>
internal static class Tshark
{
    private static readonly string[] ChecksumPreferences =
        ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];

    /// <summary>Where it is; null when it is not installed.</summary>
    public static string? Path { get; } = new[] { "/usr/bin/tshark", "/usr/local/bin/tshark" }.FirstOrDefault(File.Exists);

    /// <summary>Reads a capture with a display filter.</summary>
    /// <returns>One line for each packet that passes the filter.</returns>
    public static string[] Read(string capture, string filter = "", params string[] more)
    {
        string[] filterArguments = filter.Length == 0 ? [] : ["-Y", filter];
        using Process process = Process.Start(new ProcessStartInfo(Path!, ["-r", capture, .. ChecksumPreferences, .. filterArguments, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
