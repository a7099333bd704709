using System.Diagnostics;

namespace NetStackSim.Nic.Tests;

/// <summary>Runs tshark on a file that a test wrote.</summary>
internal static class Tshark
{
    internal static string? Path { get; } = Find();

    internal static string[] Run(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(Path!, ["-r", file, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"tshark ended with {process.ExitCode}: {errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, "tshark"))
            .FirstOrDefault(File.Exists);
}
