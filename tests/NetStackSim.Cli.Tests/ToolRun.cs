using System.Text.Json;

namespace NetStackSim.Cli.Tests;

/// <summary>One run of the tool in this process.</summary>
internal sealed record ToolRun(int Code, string Out, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static ToolRun Of(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Tool.Run(args, new ToolConsole(output, error));
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The output as the one JSON document that it must be.</summary>
    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Out);
        return document.RootElement.Clone();
    }
}
