using System.CommandLine;
using System.Runtime.InteropServices;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Tap;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Tap;
using NetStackSim.TcpIp;

namespace NetStackSim.Cli.Commands;

/// <summary><c>netstacksim tap</c>: a simulated Windows host on a Linux TAP device.</summary>
internal sealed class TapCommand : ToolCommand
{
    private const int MaxHosts = 200;

    private readonly Option<string> _device = new("--device") { Description = "TAP device to attach to; created for the time of the run if there is none.", HelpName = "D", Required = true };

    private readonly Option<HostAddress[]> _address = new("--address")
    {
        Description = "IPv4 address with prefix length, as 10.9.0.2/24; may be repeated.",
        HelpName = "A/P",
        CustomParser = ValueParsers.Addresses,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<HostAddress[]> _address6 = new("--address6")
    {
        Description = "IPv6 address with prefix length, as fd00::2/64; may be repeated.",
        HelpName = "A/P",
        CustomParser = ValueParsers.Addresses,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<IpAddress[]> _gateway = new("--gateway")
    {
        Description = "Default gateway; may be repeated, for example once for each family.",
        HelpName = "G",
        CustomParser = ValueParsers.Gateways,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<IReadOnlyList<ServiceSpec>> _serve = new("--serve")
    {
        Description = $"TCP services on Winsock Kernel sockets: {ServiceSpec.KnownNames}, with ports.",
        HelpName = "LIST",
        CustomParser = ValueParsers.Services,
    };

    private readonly Option<FileInfo?> _pcap = CommonOptions.Pcap("Write what passes the line to a pcapng file.");
    private readonly Option<FileInfo?> _status = new("--status") { Description = "Write the state as JSON to a file, each second.", HelpName = "FILE" };
    private readonly Option<FileInfo?> _wfp = new("--wfp") { Description = "Filters for the host's Windows Filtering Platform, see docs/wfp-in-ten-minutes.md.", HelpName = "POLICY" };
    private readonly Option<string?> _profile = new("--profile") { Description = $"The system whose stack this is: {ProfileOption.Names}.", HelpName = "NAME" };
    private readonly Option<double> _loss = new("--loss") { Description = "Probability that a frame is lost, each way: 0.02 or 2%.", HelpName = "P", CustomParser = ValueParsers.Probability };
    private readonly Option<long> _delay = new("--delay") { Description = "Delay of the line, each way: 20ms, 250us, 1s.", HelpName = "D", CustomParser = ValueParsers.Delay };
    private readonly Option<long> _rate = new("--rate") { Description = "Rate of the line in bits a second, each way: 10M, 1G, 56k.", HelpName = "R", CustomParser = ValueParsers.Rate };
    private readonly Option<ulong> _seed = CommonOptions.Seed();
    private readonly Option<long> _duration = new("--duration") { Description = "End after this many seconds; without it a signal ends the run.", HelpName = "S", CustomParser = ValueParsers.Duration };
    private readonly Option<int> _hosts = new("--hosts") { Description = "Put this many hosts with consecutive addresses on a switch before the device.", HelpName = "N", DefaultValueFactory = static _ => 1 };
    private readonly Option<bool> _plain = new("--plain") { Description = "Exchange single frames with complete checksums, without the vnet header that lets both sides offload." };

    protected override string Name => "tap";

    protected override string Description =>
        "Put a simulated Windows host on a Linux TAP device, in real time, behind a line that is impaired on request. The kernel's side of the device is yours to configure.";

    protected override IReadOnlyList<string> Examples =>
    [
        "sudo netstacksim tap --device tap0 --address 10.9.0.2/24 --serve echo:7,http:80",
        "  then, in another terminal: sudo ip addr add 10.9.0.1/24 dev tap0; sudo ip link set tap0 up; ping 10.9.0.2; curl http://10.9.0.2/",
        "sudo netstacksim tap --device tap0 --address 10.9.0.2/24 --address6 fd09::2/64 --serve http:80 --loss 2% --delay 20ms --rate 10M --seed 7",
        "sudo netstacksim tap --device tap0 --address 10.9.0.2/24 --serve echo:7 --wfp policy.json --status state.json --pcap tap.pcapng --duration 60",
    ];

    protected override void AddSymbols(Command command)
    {
        command.Add(_device);
        command.Add(_address);
        command.Add(_address6);
        command.Add(_gateway);
        command.Add(_serve);
        command.Add(_pcap);
        command.Add(_status);
        command.Add(_wfp);
        command.Add(_profile);
        command.Add(_loss);
        command.Add(_delay);
        command.Add(_rate);
        command.Add(_seed);
        command.Add(_duration);
        command.Add(_hosts);
        command.Add(_plain);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_address) is null && result.GetResult(_address6) is null)
            {
                result.AddError("Give the host an address: --address 10.9.0.2/24 or --address6 fd09::2/64.");
            }

        });
        _hosts.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxHosts)
            {
                result.AddError($"--hosts is a number from 1 to {MaxHosts}.");
            }
        });
        ProfileOption.Check(_profile);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        TapPlan plan = Plan(result);
        try
        {
            using TapSession session = new(plan, console);
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(session, context));
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(session, context));
            using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(session, context));
            return session.Run();
        }
        catch (TapException exception)
        {
            throw new ToolException(exception.Error == TapError.InvalidDevice ? ExitCode.WrongUsage : ExitCode.MachineLacks, exception.Message);
        }
    }

    private static void Stop(TapSession session, PosixSignalContext context)
    {
        // The run ends by itself, with its report; the signal must not end the process before.
        context.Cancel = true;
        session.Stop();
    }

    private TapPlan Plan(ParseResult result) => new()
    {
        Device = result.GetRequiredValue(_device),
        Addresses = [.. result.GetValue(_address) ?? [], .. result.GetValue(_address6) ?? []],
        Gateways = result.GetValue(_gateway) ?? [],
        Services = result.GetValue(_serve) ?? [],
        Hosts = result.GetValue(_hosts),
        PlainFrames = result.GetValue(_plain),
        Capture = result.GetValue(_pcap),
        Status = result.GetValue(_status),
        Policy = result.GetValue(_wfp) is { } file ? PolicyLoader.Read(file) : null,
        PolicyName = result.GetValue(_wfp)?.Name ?? "",
        Profile = result.GetValue(_profile) is { } profile ? StackProfile.Find(profile) : null,
        Line = new LinkOptions { Loss = result.GetValue(_loss), DelayNs = result.GetValue(_delay), BitsPerSecond = result.GetValue(_rate) },
        Seed = result.GetValue(_seed),
        DurationNs = result.GetResult(_duration) is null ? null : result.GetValue(_duration),
    };
}
