using System.CommandLine;
using System.CommandLine.Parsing;
using NetStackSim.Packets;

namespace NetStackSim.Cli.Options;

/// <summary>Options that say which connection is meant.</summary>
internal sealed class FlowOptions
{
    private readonly Option<string?> _direction = WfpOptions.OneOf("--direction", "Who opens the connection: this machine (out) or the other one (in).", "out", "in");
    private readonly Option<string?> _protocol = Text("--proto", "tcp, udp, icmp, icmpv6, or the number of an IP protocol.", "P");
    private readonly Option<string?> _local = Text("--local", "Address and port of the machine: 10.0.0.5:80 or [fd00::5]:80; for ICMP the type stands for the port.", "A:P");
    private readonly Option<string?> _remote = Text("--remote", "Address and port of the other side; for ICMP the code stands for the port.", "A:P");
    private readonly Option<string?> _app = Text("--app", @"The application as an NT path: \device\harddiskvolume3\windows\system32\svchost.exe; the kernel is System.", "NTPATH");
    private readonly Option<string?> _user = Text("--user", "The user.", "SID");
    private readonly Option<string?> _groups = Text("--groups", "Groups of the user, with commas.", "SID,...");
    private readonly Option<string?> _package = Text("--package", "The package of an AppContainer; without it the process has none.", "SID");
    private readonly Option<string?> _interface = Text("--interface", "The LUID of the interface; without it one that the quarantine filters of the export let through.", "LUID");
    private readonly Option<string?> _profile = WfpOptions.OneOf("--profile", "The network's category.", "public", "private", "domain");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option<string?> option in All())
        {
            command.Add(option);
        }
    }

    /// <summary>True when the command line has one of them.</summary>
    public bool IsAnyGiven(CommandResult result) => All().Any(option => result.GetResult(option) is not null);

    /// <summary>True when the command line has one besides the direction and this side's address, which suit a packet, too.</summary>
    public bool IsConnectionGiven(CommandResult result) => All().Except([_direction, _local]).Any(option => result.GetResult(option) is not null);

    /// <summary>in, out, or null when it is not said.</summary>
    public string? Direction(ParseResult result) => result.GetValue(_direction);

    /// <summary>The address of this side; null when it is not said.</summary>
    /// <exception cref="ToolException">It is wrong.</exception>
    public IpAddress? LocalAddress(ParseResult result) => result.GetValue(_local) is { } local ? FlowEndpoint.Read("--local", local).Address : null;

    /// <summary>True when the command line has those that are needed.</summary>
    public bool IsEnoughGiven(CommandResult result) => result.GetResult(_direction) is not null && result.GetResult(_remote) is not null;

    /// <summary>The question that they ask.</summary>
    /// <exception cref="ToolException">A value is wrong.</exception>
    public FlowQuestionText Read(ParseResult result) => new()
    {
        Direction = result.GetRequiredValue(_direction)!,
        Protocol = result.GetValue(_protocol),
        Local = result.GetValue(_local) is { } local ? FlowEndpoint.Read("--local", local) : null,
        Remote = FlowEndpoint.Read("--remote", result.GetRequiredValue(_remote)!),
        App = result.GetValue(_app),
        User = result.GetValue(_user),
        Groups = result.GetValue(_groups)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        Package = result.GetValue(_package),
        Interface = result.GetValue(_interface),
        Profile = result.GetValue(_profile),
    };

    private Option<string?>[] All() => [_direction, _protocol, _local, _remote, _app, _user, _groups, _package, _interface, _profile];

    private static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };
}
