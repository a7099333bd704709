using System.CommandLine;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Replay;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;

namespace NetStackSim.Cli.Commands;

/// <summary><c>netstacksim replay CAPTURE</c>: feeds a capture to a host.</summary>
internal sealed class ReplayCommand : ToolCommand
{
    private readonly Argument<FileInfo> _capture = new("CAPTURE") { Description = "A pcapng or pcap file with Ethernet or raw IP frames." };

    private readonly Option<HostAddress[]> _hostAddress = new("--host")
    {
        Description = "Address of the host with prefix length, as 192.168.1.20/24; may be repeated.",
        HelpName = "A/P",
        Required = true,
        CustomParser = ValueParsers.Addresses,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<IReadOnlyList<ServiceSpec>> _serve = new("--serve")
    {
        Description = $"TCP services of the host: {ServiceSpec.KnownNames}, with ports.",
        HelpName = "LIST",
        CustomParser = ValueParsers.Services,
    };

    private readonly Option<FileInfo?> _wfp = new("--wfp") { Description = "Filters for the host's Windows Filtering Platform, see docs/wfp-in-ten-minutes.md.", HelpName = "POLICY" };
    private readonly Option<string?> _profile = new("--profile") { Description = $"The system whose stack this is: {ProfileOption.Names}.", HelpName = "NAME" };
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<bool> _json = CommonOptions.Json();

    protected override string Name => "replay";

    protected override string Description =>
        "Feed a capture into a simulated host's network card, frame by frame at the capture's times, and report what became of every frame: delivered, answered, or dropped and why.";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim replay capture.pcapng --host 192.168.1.20/24",
        "netstacksim replay scan.pcap --host 10.0.0.5/24 --serve http:80 --json",
        "netstacksim replay capture.pcapng --host 10.0.0.5/24 --host fd00::5/64 --wfp policy.json",
    ];

    protected override void AddSymbols(Command command)
    {
        command.Add(_capture);
        command.Add(_hostAddress);
        command.Add(_serve);
        command.Add(_wfp);
        command.Add(_profile);
        command.Add(_seed);
        command.Add(_json);
        ProfileOption.Check(_profile);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        ReplayPlan plan = Plan(result);
        CaptureFacts facts = new(plan.Addresses);
        CaptureFile.Read(plan.Capture, (packet, _) => facts.Look(packet.Data.Span, packet.Interface.LinkType));
        ReplaySession session = new(plan, facts);
        ProgressBar progress = new(console, "replaying", facts.Frames);
        CaptureFile.Read(plan.Capture, (packet, _) =>
        {
            session.Feed(packet);
            progress.Show(session.Fates.Count);
        });
        LeakReport leaks = session.Finish();
        progress.End();
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json => ReplayReport.WriteJson(json, plan, session, leaks));
        }
        else
        {
            ReplayReport.WriteText(console, session.Fates, leaks);
        }

        return leaks.IsClean ? ExitCode.Done : ExitCode.RunFailed;
    }

    private ReplayPlan Plan(ParseResult result) => new()
    {
        Capture = result.GetRequiredValue(_capture),
        Addresses = [.. result.GetRequiredValue(_hostAddress).Select(static address => new IpPrefix(address.Address, address.PrefixLength))],
        Services = result.GetValue(_serve) ?? [],
        Policy = result.GetValue(_wfp) is { } file ? PolicyLoader.Read(file) : null,
        PolicyName = result.GetValue(_wfp)?.Name ?? "",
        Profile = result.GetValue(_profile) is { } profile ? StackProfile.Find(profile) : null,
        Seed = result.GetValue(_seed),
    };
}
