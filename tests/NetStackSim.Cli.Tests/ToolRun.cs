using System.Text.Json;

namespace NetStackSim.Cli.Tests;

/// <summary>One run of the tool in this process.</summary>
internal sealed record ToolRun(int Code, string Out, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static ToolRun Of(params string[] args) => In(Path.GetTempPath(), args);

    /// <summary>Runs a command line whose files go to a directory.</summary>
    public static ToolRun In(string directory, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Tool.Run(args, new ToolConsole(output, error) { WorkingDirectory = directory });
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The output as the one JSON document that it must be.</summary>
    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Out);
        return document.RootElement.Clone();
    }
}
