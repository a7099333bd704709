using System.Diagnostics;
using System.Text.Json;

namespace NetStackSim.DeterminismTests;

/// <summary>The tool, run as a process of its own.</summary>
internal sealed record ToolProcess(int Code, string Out, string Error)
{
    /// <summary>The digest in the JSON that it printed.</summary>
    public string Digest
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(Out);
            return document.RootElement.GetProperty("digest").ToString();
        }
    }

    /// <summary>Starts the tool and waits for its end; it must succeed.</summary>
    public static ToolProcess Run(string directory, params string[] args) =>
        RunProgram(directory, Path.Combine(AppContext.BaseDirectory, "NetStackSim.Cli.dll"), args);

    /// <summary>Starts a program and waits for its end; it must succeed.</summary>
    public static ToolProcess RunProgram(string directory, string program, params string[] args)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(program);
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        ToolProcess ended = new(process.ExitCode, output, error.GetAwaiter().GetResult());
        Assert.True(ended.Code == 0, $"{Path.GetFileName(program)} {string.Join(' ', args)} ended with {ended.Code}: {ended.Error}{ended.Out}");
        return ended;
    }
}
