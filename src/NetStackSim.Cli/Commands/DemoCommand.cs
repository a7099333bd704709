using System.CommandLine;
using System.Text;
using NetStackSim.Cli.Demo;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;

namespace NetStackSim.Cli.Commands;

/// <summary><c>netstacksim demo</c>: the first packet.</summary>
internal sealed class DemoCommand : ToolCommand
{
    private const string WireFile = "first-packet.pcapng";
    private const string LayerFile = "first-packet-layers.pcapng";

    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<FileInfo?> _pcap = CommonOptions.Pcap($"Where the capture of all layers goes; without it {LayerFile} in the current directory.");
    private readonly Option<FileInfo?> _html = new("--html") { Description = "Write the journey as one self-contained page, for a wall.", HelpName = "FILE" };

    protected override string Name => "demo";

    protected override string Description =>
        "Two Windows hosts and a switch: follow one TCP segment from a Winsock Kernel client through every layer of both hosts, then let a filter stop the next one and explain itself. "
        + $"Writes {WireFile} (the wire) and {LayerFile} (every capture point).";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim demo",
        "netstacksim demo --seed 7 --json",
        "netstacksim demo --html first-packet.html",
        $"wireshark {LayerFile}",
    ];

    protected override void AddSymbols(Command command)
    {
        command.Add(_seed);
        command.Add(_json);
        command.Add(_pcap);
        command.Add(_html);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        string layerPath = result.GetValue(_pcap)?.FullName ?? Path.Combine(console.WorkingDirectory, LayerFile);
        DemoResult outcome;
        using (FileStream wire = OutputFile.Create(Path.Combine(console.WorkingDirectory, WireFile)))
        using (FileStream layers = OutputFile.Create(layerPath))
        {
            outcome = DemoRunner.Run(result.GetValue(_seed), wire, layers);
        }

        if (result.GetValue(_html) is { } page)
        {
            OutputFile.Write(page.FullName, Encoding.UTF8.GetBytes(JourneyPage.Render(outcome)));
        }

        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json => DemoReport.WriteJson(json, outcome));
        }
        else
        {
            DemoReport.WriteText(console, outcome);
        }

        Announce(console, Path.GetFileName(layerPath), result.GetValue(_html)?.Name);
        return outcome.Scenario.Succeeded ? ExitCode.Done : ExitCode.RunFailed;
    }

    private static void Announce(ToolConsole console, string layerFile, string? page)
    {
        console.Error.WriteLine($"Wrote {WireFile} (the wire) and {layerFile} (every layer; the comments name component, IRQL and id).");
        console.Error.WriteLine($"Open them with Wireshark, or: tshark -r {WireFile}; tshark -r {layerFile} -T fields -e frame.number -e frame.interface_name -e frame.comment -e _ws.col.Info");
        if (page is not null)
        {
            console.Error.WriteLine($"Wrote {page}: open it in a browser, or print it.");
        }
    }
}
