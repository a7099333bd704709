using System.Text.Json;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Options;

/// <summary>
/// A question in the words of the command line. It becomes a question as a batch has them; what a new connection always has and the words
/// do not say (loopback flags, the interface) is filled in.
/// </summary>
internal sealed record FlowQuestionText
{
    private const uint LoopbackFlag = 0x1;
    private const uint AppContainerLoopbackFlag = 0x400000;
    private const uint NonAppContainerLoopbackFlag = 0x800000;

    /// <summary>in or out.</summary>
    public required string Direction { get; init; }

    /// <summary>The protocol's name or number.</summary>
    public string? Protocol { get; init; }

    /// <summary>This side.</summary>
    public FlowEndpoint? Local { get; init; }

    /// <summary>The other side.</summary>
    public required FlowEndpoint Remote { get; init; }

    /// <summary>The application.</summary>
    public string? App { get; init; }

    /// <summary>The user's SID.</summary>
    public string? User { get; init; }

    /// <summary>SIDs of groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The package's SID.</summary>
    public string? Package { get; init; }

    /// <summary>The interface's LUID.</summary>
    public string? Interface { get; init; }

    /// <summary>The network's category.</summary>
    public string? Profile { get; init; }

    /// <summary>What was filled in, in words; empty for nothing.</summary>
    public string Assumed { get; private set; } = string.Empty;

    private bool IsIcmp => Protocol?.ToUpperInvariant() is "ICMP" or "ICMPV6" or "1" or "58";

    private bool IsLoopback => Remote.Address.IsLoopback;

    /// <summary>Makes the question.</summary>
    /// <param name="interfaces">The interfaces that the export knows.</param>
    /// <exception cref="ToolException">A value is wrong.</exception>
    public FlowQuestion Read(MachineInterfaces interfaces)
    {
        MachineInterface? adapter = Choose(interfaces);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            WriteFlow(json);
            WriteIdentity(json);
            WriteInterface(json, adapter);
            json.WriteEndObject();
        }

        return FlowQuestionReader.TryRead(stream.ToArray(), 1, out FlowQuestion? question, out PolicyError? error)
            ? question
            : throw new ToolException(ExitCode.WrongUsage, $"{OptionOf(error.Element)}: {error.Message}.");
    }

    /// <summary>The connection in one line.</summary>
    public override string ToString()
    {
        string local = Local?.ToString() ?? "anywhere here";
        string who = App is null ? string.Empty : $", {App}";
        return Direction == "out" ? $"{Protocol ?? "anything"} from {local} to {Remote}{who}" : $"{Protocol ?? "anything"} from {Remote} to {local}{who}";
    }

    private static string OptionOf(string element) => element.Split('[', '.')[0] switch
    {
        "protocol" => "--proto",
        "localAddress" or "localPort" or "icmpType" => "--local",
        "remoteAddress" or "remotePort" or "icmpCode" => "--remote",
        string other => "--" + other,
    };

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WritePort(Utf8JsonWriter json, string name, ushort? port)
    {
        if (port is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private void WriteFlow(Utf8JsonWriter json)
    {
        json.WriteString("direction", Direction);
        WriteText(json, "protocol", Protocol);
        WriteText(json, "localAddress", Local?.Address.ToString());
        WritePort(json, IsIcmp ? "icmpType" : "localPort", Local?.Port);
        json.WriteString("remoteAddress", Remote.Address.ToString());
        WritePort(json, IsIcmp ? "icmpCode" : "remotePort", Remote.Port);
        WriteText(json, "profile", Profile);
        WriteText(json, "originalProfile", Profile);
        uint flags = !IsLoopback ? 0 : LoopbackFlag | (Package is null or "S-1-0-0" ? NonAppContainerLoopbackFlag : AppContainerLoopbackFlag);
        json.WriteNumber("flags", flags);
    }

    private void WriteIdentity(Utf8JsonWriter json)
    {
        WriteText(json, "app", App);
        WriteText(json, "user", User);
        WriteText(json, "package", Package);
        json.WriteStartArray("groups");
        foreach (string group in Groups)
        {
            json.WriteStringValue(group);
        }

        json.WriteEndArray();
    }

    private void WriteInterface(Utf8JsonWriter json, MachineInterface? adapter)
    {
        if (Interface is null && adapter is null)
        {
            return;
        }

        json.WriteStartObject("interface");
        json.WriteString("luid", Interface ?? WfpNumber.Hex(adapter!.Luid));
        if (adapter is not null)
        {
            json.WriteNumber("type", adapter.Type);
            json.WriteNumber("quarantineEpoch", adapter.Epoch);
        }

        json.WriteEndObject();
    }

    private MachineInterface? Choose(MachineInterfaces interfaces)
    {
        if (Interface is not null)
        {
            return WfpNumber.TryRead(Interface, out ulong luid) ? interfaces.Find(luid, Remote.Address.IsV6) : null;
        }

        MachineInterface? adapter = interfaces.Choose(Remote.Address.IsV6, IsLoopback);
        Assumed = adapter is null ? string.Empty : $"interface {WfpNumber.Hex(adapter.Luid)}, which the quarantine filters of the export let through";
        return adapter;
    }
}
