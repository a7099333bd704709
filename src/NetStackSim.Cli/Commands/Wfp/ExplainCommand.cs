using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp explain</c>: which filter of a real machine decides about a connection.</summary>
internal sealed class ExplainCommand : ToolCommand
{
    private readonly Option<FileInfo?> _import = WfpOptions.Import(isRequired: false);
    private readonly ScenarioOptions _scenario = new();
    private readonly PacketOptions _packet = new();
    private readonly Option<FileInfo[]> _states = WfpOptions.States();
    private readonly FlowOptions _flow = new();
    private readonly Option<string?> _ties = WfpOptions.OneOf("--ties", "Which of several filters of equal weight is asked first; newest unless told otherwise.", "newest", "oldest");
    private readonly Option<bool> _json = new("--json") { Description = "Print the answer as one line of JSON, as for a batch." };

    private readonly Option<FileInfo?> _html = new("--html") { Description = "Write one self-contained page that draws how each layer decides.", HelpName = "FILE" };

    private readonly Option<string?> _callouts = WfpOptions.OneOf(
        "--callouts",
        "What callouts, whose code an export does not hold, are taken to say: they let pass (the default), or they are not registered.",
        "continue",
        "unregistered");

    private readonly Option<FileInfo?> _batch = new("--batch")
    {
        Description = "Questions, one JSON object a line; the answers are printed one JSON object a line, in order.",
        HelpName = "FILE.jsonl",
    };

    protected override string Name => "explain";

    protected override string Description =>
        "Say which filter decides about a connection on the machine that an export comes from: layer by layer, with the filter that ended each sublayer. Or answer a batch of questions. Or tell the whole way of a packet of a capture, or of a connection of a live host, through all layers.";

    protected override IReadOnlyList<string> Examples =>
    [
        "netstacksim wfp explain --import wfpstate.xml --direction out --proto tcp --local 10.0.0.5:50000 --remote 93.184.216.34:443",
        "netstacksim wfp explain --import wfpstate.xml --direction in --proto udp --local [fe80::5]:5353 --remote [fe80::9]:5353 --profile private --json",
        "netstacksim wfp explain --import wfpstate.xml --direction in --proto tcp --local 10.0.0.5:445 --remote 10.0.0.9:51000 --html why.html",
        "netstacksim wfp explain --import wfpstate.xml --pcap capture.pcapng --frame 7",
        "netstacksim wfp explain --scenario filter --host bob --pcap capture.pcapng --frame 7",
        "netstacksim wfp explain --scenario filter --host bob --direction in --remote 10.0.0.1:50000 --local 10.0.0.2:7",
        "netstacksim wfp explain --import filters.xml.gz --state wfpstate.xml.gz --batch questions.jsonl --callouts unregistered",
    ];

    protected override void AddSymbols(Command command)
    {
        command.Add(_import);
        command.Add(_states);
        _scenario.AddTo(command);
        _packet.AddTo(command);
        _flow.AddTo(command);
        command.Add(_batch);
        command.Add(_callouts);
        command.Add(_ties);
        command.Add(_json);
        command.Add(_html);
        command.Validators.Add(CheckForm);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        bool isPacket = _packet.IsGiven(result.CommandResult);
        if (_scenario.IsGiven(result.CommandResult))
        {
            LiveExplain.OfScenario(
                console, _scenario.Read(result), _packet.Read(result), _flow.Direction(result), isPacket ? null : _flow.Read(result), result.GetValue(_json));
            return ExitCode.Done;
        }

        FlowQuestionText? text = result.GetValue(_batch) is null && !isPacket ? _flow.Read(result) : null;
        WfpExport export = ExportLoader.Read(result.GetRequiredValue(_import)!);
        WfpExport[] states = [.. (result.GetValue(_states) ?? []).Select(ExportLoader.Read)];
        ImportOptions options = new()
        {
            Callouts = result.GetValue(_callouts) == "unregistered" ? CalloutAssumption.Unregistered : CalloutAssumption.Continue,
            Ties = result.GetValue(_ties) == "oldest" ? TieOrder.Oldest : TieOrder.Newest,
        };
        if (_packet.Read(result) is { } packet)
        {
            ImportedPolicy policy = ImportedPolicy.Load(export, states, options);
            LiveExplain.OfPolicy(console, policy, packet, _flow.Direction(result), _flow.LocalAddress(result), options.Callouts, result.GetValue(_json));
            return ExitCode.Done;
        }

        FlowQuestion? question = text?.Read(MachineInterfaces.Of([export, .. states]));
        FlowAdvisor advisor = FlowAdvisor.Load(export, states, options);
        if (question is null)
        {
            QuestionBatch.Check(result.GetRequiredValue(_batch)!, advisor.Policy.Engine.Catalog);
        }

        if (question is null)
        {
            QuestionBatch.Answer(result.GetRequiredValue(_batch)!, advisor, console.Out);
        }
        else
        {
            Print(result, console, advisor, question, () => FlowReport.Of(advisor, question, text!.ToString(), text.Assumed, options.Callouts));
        }

        return ExitCode.Done;
    }

    // One line of JSON needs no report, and a report of a large export takes its time.
    private void Print(ParseResult result, ToolConsole console, FlowAdvisor advisor, FlowQuestion question, Func<FlowReport> report)
    {
        if (result.GetValue(_html) is { } html)
        {
            OutputFile.Write(html.FullName, Encoding.UTF8.GetBytes(ExplainPage.Render(report())));
            console.Error.WriteLine($"Wrote {html.Name}: open it in a browser.");
        }

        if (result.GetValue(_json))
        {
            AnswerText.WriteLine(console.Out, advisor.Answer(question));
        }
        else
        {
            AnswerText.Write(console, report());
        }
    }

    private void CheckForm(CommandResult result)
    {
        bool isLive = _scenario.IsGiven(result);
        if (isLive == result.GetResult(_import) is not null)
        {
            result.AddError(isLive ? "Take --import or --scenario, not both." : "Say whose policy: --import EXPORT, or --scenario NAME.");
            return;
        }

        if (_packet.IsGiven(result) || isLive)
        {
            CheckPacket(result, isLive);
            return;
        }

        bool hasFlow = _flow.IsAnyGiven(result);
        if (result.GetResult(_batch) is not null && hasFlow)
        {
            result.AddError("Give the connection by options or take --batch, not both.");
        }
        else if (result.GetResult(_batch) is not null && result.GetResult(_html) is not null)
        {
            result.AddError("A page shows one connection: give it by options instead of --batch.");
        }
        else if (result.GetResult(_batch) is null && !_flow.IsEnoughGiven(result))
        {
            result.AddError("Say which connection: --direction and --remote are needed, or --batch with a file of questions.");
        }
    }

    private void CheckPacket(CommandResult result, bool isLive)
    {
        bool isPacket = _packet.IsGiven(result);
        if (result.GetResult(_batch) is not null || result.GetResult(_html) is not null)
        {
            result.AddError("--batch and --html explain connections of an export.");
        }
        else if (isPacket && _flow.IsConnectionGiven(result))
        {
            result.AddError("A packet says itself which connection it belongs to: only --direction and --local go with --pcap.");
        }
        else if (!isPacket && isLive && !_flow.IsEnoughGiven(result))
        {
            result.AddError("Say which connection: --direction and --remote are needed, or --pcap with a capture.");
        }
    }
}
