using System.CommandLine;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp weights</c>: computes automatic weights and compares them with those of Windows.</summary>
internal sealed class WeightsCommand : ToolCommand
{
    private readonly Option<FileInfo?> _import = WfpOptions.Import();
    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly Option<FileInfo?> _schema = new("--schema")
    {
        Description = "A state that gives the fields of the layers, for a list of filters; without it the field lists that fit are taken.",
        HelpName = "EXPORT",
    };

    protected override string Name => "weights";

    protected override string Description =>
        "Compute the effective weight of every filter with an automatic part from its conditions and its layer's fields, and compare it with the weight that Windows computed, where the export has it.";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim wfp weights --import wfpstate.xml",
        "netstacksim wfp weights --import filters.xml.gz --schema wfpstate.xml.gz --json",
    ];

    protected override void AddSymbols(Command command)
    {
        command.Add(_import);
        command.Add(_schema);
        command.Add(_json);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        WfpExport export = ExportLoader.Read(result.GetRequiredValue(_import)!);
        WfpExport? schema = result.GetValue(_schema) is { } file ? ExportLoader.ReadState(file) : null;
        WeightReport report = WeightReport.Of(export, schema);
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json => WeightsText.WriteJson(json, report));
        }
        else
        {
            WeightsText.WriteTable(console, report);
        }

        return ExitCode.Done;
    }
}
