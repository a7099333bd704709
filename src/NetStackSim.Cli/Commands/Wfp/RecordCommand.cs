using System.CommandLine;
using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Output;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp record</c>: every decision about live traffic, explained.</summary>
internal sealed class RecordCommand : LiveCommand<LiveDecisions>
{
    private readonly Option<string> _layer = new("--layer") { Description = "Only layers whose name begins so, as ALE_AUTH.", HelpName = "LAYER", DefaultValueFactory = static _ => "" };
    private readonly Option<ulong> _packet = new("--packet") { Description = "Only the packet with this id, as 'wfp drops' shows it.", HelpName = "ID" };
    private readonly Option<bool> _blocks = new("--blocks") { Description = "Only blocks." };
    private readonly Option<int> _count = new("--count") { Description = "How many decisions at most.", HelpName = "N", DefaultValueFactory = static _ => 100 };

    protected override string Name => "record";

    protected override string Description =>
        "Run a scenario and explain what the layers of a host decide about its traffic: the fields, every sublayer and filter, what callouts found and left.";

    protected override IReadOnlyList<string> Examples =>
        ["netstacksim wfp record --scenario filter --host bob --blocks", "netstacksim wfp record --scenario demo --host alice --layer ALE_AUTH --json"];

    protected override IReadOnlyList<Option> MoreOptions => [_layer, _packet, _blocks, _count];

    protected override LiveDecisions Look(LiveRequest request, ParseResult result)
    {
        DecisionCriteria criteria = new()
        {
            Layer = result.GetValue(_layer)!,
            CorrelationId = result.GetValue(_packet),
            OnlyBlocks = result.GetValue(_blocks),
        };
        return LiveDecisions.Record(request, criteria, Math.Max(0, result.GetValue(_count)));
    }

    protected override string HostOf(LiveDecisions view) => view.Host;

    protected override void Write(ToolConsole console, LiveDecisions view, ParseResult result) => Write(console, view);

    protected override void WriteJson(Utf8JsonWriter json, LiveDecisions view, ParseResult result) => WriteJson(json, view);

    private static void Write(ToolConsole console, LiveDecisions live)
    {
        foreach (RecordedDecision decision in live.Decisions)
        {
            string packet = decision.CorrelationId == 0 ? string.Empty : $" packet {decision.CorrelationId}";
            console.Out.WriteLine($"{Times.Format(decision.TimeNs)}{packet}{(decision.IsAbsorbed ? ", absorbed" : string.Empty)}");
            console.Out.Write(decision.Explanation.ToString());
        }

        string missed = live.Missed == 0 ? string.Empty : $", {live.Missed} more {(live.Missed == 1 ? "was" : "were")} not kept (--count)";
        console.Out.WriteLine($"{live.Host}: {Counted.Of(live.Decisions.Count, "decision")}{missed}.");
    }

    private static void WriteJson(Utf8JsonWriter json, LiveDecisions live)
    {
        json.WriteNumber("missed", live.Missed);
        json.WriteStartArray("decisions");
        foreach (RecordedDecision decision in live.Decisions)
        {
            json.WriteStartObject();
            json.WriteNumber("time_ns", decision.TimeNs);
            json.WriteNumber("packet", decision.CorrelationId);
            json.WriteBoolean("absorbed", decision.IsAbsorbed);
            json.WriteStartArray("calls");
            foreach (RecordedCall call in decision.Calls)
            {
                json.WriteStringValue(call.ToString());
            }

            json.WriteEndArray();
            json.WritePropertyName("explanation");
            decision.Explanation.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
