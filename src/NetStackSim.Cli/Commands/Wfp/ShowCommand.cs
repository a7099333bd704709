using System.CommandLine;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp show</c>: an export, or the platform of a new simulated host, as table, JSON or XML.</summary>
internal sealed class ShowCommand : ToolCommand
{
    private readonly Argument<string> _what = new("WHAT") { Description = "What to show." };
    private readonly Option<FileInfo?> _import = WfpOptions.Import(isRequired: false);
    private readonly Option<bool> _xml = new("--xml") { Description = "Print XML in the shape of 'netsh wfp show'." };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _table = new("--table") { Description = "Print tables; that is the default." };

    protected override string Name => "show";

    protected override string Description =>
        "Show the state, filters, layers or net events of an export; without --import those of a new simulated host, which has layers, sublayers and providers but no filter.";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim wfp show state --import wfpstate.xml.gz",
        "netstacksim wfp show filters --import filters.xml --json",
        "netstacksim wfp show layers",
        "netstacksim wfp show netevents --import netevents.xml",
    ];

    protected override void AddSymbols(Command command)
    {
        _what.AcceptOnlyFromAmong("state", "filters", "layers", "netevents");
        command.Add(_what);
        command.Add(_import);
        command.Add(_xml);
        command.Add(_json);
        command.Add(_table);
        command.Validators.Add(result =>
        {
            Option<bool>[] formats = [_xml, _json, _table];
            if (formats.Count(result.GetValue) > 1)
            {
                result.AddError("Take one of --xml, --json and --table.");
            }
        });
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        WfpExport export = result.GetValue(_import) is { } file ? ExportLoader.Read(file) : WfpExport.Of(new FilterEngine());
        ExportPart part = result.GetRequiredValue(_what) switch
        {
            "state" => ExportPart.State,
            "filters" => ExportPart.Filters,
            "layers" => ExportPart.Layers,
            _ => ExportPart.NetEvents,
        };
        if (result.GetValue(_xml))
        {
            export.Write(part, console.Out);
        }
        else if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json => ShowJson.Write(json, export, part));
        }
        else
        {
            ShowTables.Write(console, export, part);
        }

        return ExitCode.Done;
    }
}
