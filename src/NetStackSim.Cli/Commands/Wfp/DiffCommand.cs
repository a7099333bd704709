using System.CommandLine;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp diff</c>: two exports in terms of traffic.</summary>
internal sealed class DiffCommand : ToolCommand
{
    private readonly Argument<FileInfo> _before = new("BEFORE") { Description = "The first export, a state or a list of filters." };
    private readonly Argument<FileInfo> _after = new("AFTER") { Description = "The second export." };
    private readonly Option<bool> _json = CommonOptions.Json();

    protected override string Name => "diff";

    protected override string Description =>
        "Compare two exports: traffic that they treat differently, each with the filter that decides, and the filters that only one of them has, by meaning and not by key or id.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp diff monday.xml tuesday.xml", "netstacksim wfp diff before.xml.gz after.xml.gz --json"];

    protected override void AddSymbols(Command command)
    {
        command.Add(_before);
        command.Add(_after);
        command.Add(_json);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        WfpExport before = ExportLoader.Read(result.GetRequiredValue(_before));
        WfpExport after = ExportLoader.Read(result.GetRequiredValue(_after));
        PolicyDiff diff = PolicyDiff.Of(ImportedPolicy.Load(before), ImportedPolicy.Load(after));
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json => DiffText.WriteJson(json, diff));
        }
        else
        {
            DiffText.WriteTable(console, diff);
        }

        return ExitCode.Done;
    }
}
