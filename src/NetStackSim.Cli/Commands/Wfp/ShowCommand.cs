using System.CommandLine;
using NetStackSim.Cli.Live;
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
    private readonly ScenarioOptions _scenario = new();
    private readonly Option<bool> _xml = new("--xml") { Description = "Print XML in the shape of 'netsh wfp show'." };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _table = new("--table") { Description = "Print tables; that is the default." };

    protected override string Name => "show";

    protected override string Description =>
        "Show the state, filters, layers or net events of an export; of a live host of a scenario; or of a new simulated host, which has layers, sublayers and providers but no filter.";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim wfp show state --import wfpstate.xml.gz",
        "netstacksim wfp show filters --import filters.xml --json",
        "netstacksim wfp show layers",
        "netstacksim wfp show filters --scenario demo --host alice",
        "netstacksim wfp show netevents --scenario filter --host bob --xml",
        "netstacksim wfp show netevents --import netevents.xml",
    ];

    protected override void AddSymbols(Command command)
    {
        _what.AcceptOnlyFromAmong("state", "filters", "layers", "netevents");
        command.Add(_what);
        command.Add(_import);
        _scenario.AddTo(command);
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

            if (_scenario.IsGiven(result) && result.GetResult(_import) is not null)
            {
                result.AddError("Take --import or --scenario, not both.");
            }
        });
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        ExportPart part = result.GetRequiredValue(_what) switch
        {
            "state" => ExportPart.State,
            "filters" => ExportPart.Filters,
            "layers" => ExportPart.Layers,
            _ => ExportPart.NetEvents,
        };
        WfpExport export = _scenario.IsGiven(result.CommandResult)
            ? LiveHost.Look(_scenario.Read(result), (host, engine) => OfHost(host, engine, part))
            : result.GetValue(_import) is { } file ? ExportLoader.Read(file) : WfpExport.Of(new FilterEngine());
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

    // Events have the calendar of the host; a state has no time stamp, as it is not written by netsh.
    private static WfpExport OfHost(SimHost host, FilterEngine engine, ExportPart part)
    {
        DateTimeOffset epoch = host.Network.TimeProvider.GetUtcNow().AddTicks(-host.Network.NowNs / 100);
        return part == ExportPart.NetEvents ? WfpExport.Of(engine.NetEvents.Snapshot(), epoch) : WfpExport.Of(engine);
    }
}
