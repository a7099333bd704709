using System.CommandLine;
using System.Text;
using NetStackSim.Cli.Ndiskd;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Ndis;
using NetStackSim.Scenarios;

namespace NetStackSim.Cli.Commands;

/// <summary><c>netstacksim ndiskd</c>: the debugger extension for NDIS over a live host.</summary>
internal sealed class NdiskdCommand : ToolCommand
{
    private const string NetReport = "netreport";

    private readonly Argument<string[]> _words = new("COMMAND")
    {
        Description = "A command of !ndiskd with its handle and switches ('help' lists them); without it 'netadapter'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _scenario = new("--scenario")
    {
        Description = "The scenario to look into; 'netstacksim scenarios' lists them.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "demo",
    };

    private readonly Option<string?> _host = new("--host") { Description = "The host; without it the one that the scenario names, or its first.", HelpName = "HOST" };
    private readonly Option<long> _at = new("--at") { Description = "When to look, in virtual time: 3ms, 1.5s; without it the moment that the scenario names, or its end.", HelpName = "TIME", CustomParser = ValueParsers.Duration };
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<bool> _mermaid = new("--mermaid") { Description = "netreport: print the flow chart in Mermaid's language." };
    private readonly Option<FileInfo?> _html = new("--html") { Description = "netreport: write one self-contained page.", HelpName = "FILE" };
    private readonly Option<bool> _noVerifier = new("--no-verifier") { Description = "Run without the verifier: owners of single lists are then not known." };

    protected override string Name => "ndiskd";

    protected override string Description =>
        "Look into NDIS of a simulated host with the commands of the debugger extension !ndiskd: adapters, filters, protocols, lists under way, pending OIDs, the driver stack as a drawing.";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim ndiskd netreport --scenario demo --html stack.html",
        "netstacksim ndiskd netadapter alice/eth0 -offloads -hw --scenario demo --host alice",
        "netstacksim ndiskd pendingnbls --scenario ten-hosts --at 2ms --json",
        "netstacksim ndiskd help 0x00010106",
    ];

    protected override void AddSymbols(Command command)
    {
        _scenario.Validators.Add(static option =>
        {
            if (option.GetValueOrDefault<string>() is { } name && ScenarioCatalog.Find(name) is null)
            {
                option.AddError($"There is no scenario '{name}'; there are {string.Join(", ", ScenarioCatalog.All.Select(static s => s.Name))}.");
            }
        });
        command.Add(_words);
        foreach (Option option in new Option[] { _scenario, _host, _at, _seed, _json, _mermaid, _html, _noVerifier })
        {
            command.Add(option);
        }
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        string[] words = result.GetValue(_words) is { Length: > 0 } given ? given : ["netadapter"];
        bool isReport = words[0].Equals(NetReport, StringComparison.OrdinalIgnoreCase);
        FileInfo? html = result.GetValue(_html);
        if (!isReport && (html is not null || result.GetValue(_mermaid)))
        {
            throw new ToolException(ExitCode.WrongUsage, "'--html' and '--mermaid' belong to 'ndiskd netreport'.");
        }

        NdiskdRequest request = Request(result, words);
        NdiskdResult found = NdiskdRunner.Run(request);
        if (html is not null)
        {
            string origin = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Scenario {request.Scenario.Name}, seed {request.Seed}");
            OutputFile.Write(html.FullName, Encoding.UTF8.GetBytes(NetReportPage.Render(found.Report, origin)));
            console.Error.WriteLine($"Wrote {html.Name}: open it in a browser.");
        }

        Print(result, console, request, found, isReport);
        return ExitCode.Done;
    }

    private NdiskdRequest Request(ParseResult result, string[] words) => new()
    {
        Scenario = ScenarioCatalog.Find(result.GetValue(_scenario)!)!,
        Seed = result.GetValue(_seed),
        Host = result.GetValue(_host),
        AtNs = result.GetResult(_at) is null ? null : result.GetValue(_at),
        WithoutVerifier = result.GetValue(_noVerifier),
        Command = words[0],
        Arguments = words[1..],
    };

    private void Print(ParseResult result, ToolConsole console, NdiskdRequest request, NdiskdResult found, bool isReport)
    {
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json =>
            {
                json.WriteString("scenario", request.Scenario.Name);
                json.WriteNumber("seed", request.Seed);
                if (isReport)
                {
                    found.Report.WriteJson(json);
                }
                else
                {
                    found.Page.WriteJson(json);
                }
            });
        }
        else if (result.GetValue(_mermaid))
        {
            console.Out.Write(found.Report.ToMermaid());
        }
        else
        {
            console.Out.Write(isReport ? found.Report.ToText() : found.Page.ToText());
        }
    }
}
