using System.CommandLine;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary><c>netstacksim wfp lint</c>: filters that do nothing, contradict each other, or were left behind.</summary>
internal sealed class LintCommand : ToolCommand
{
    private readonly Option<FileInfo?> _import = WfpOptions.Import();
    private readonly Option<FileInfo[]> _states = WfpOptions.States();
    private readonly Option<bool> _json = CommonOptions.Json();

    protected override string Name => "lint";

    protected override string Description =>
        "Find filters that another one shadows, that can never match, whose order is left to chance, whose callout is missing, whose provider is gone, and filters that the import cannot enforce.";

    protected override IReadOnlyList<string> Examples => ["netstacksim wfp lint --import wfpstate.xml", "netstacksim wfp lint --import wfpstate.xml.gz --json"];

    protected override void AddSymbols(Command command)
    {
        command.Add(_import);
        command.Add(_states);
        command.Add(_json);
    }

    protected override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        WfpExport export = ExportLoader.Read(result.GetRequiredValue(_import)!);
        WfpExport[] states = [.. (result.GetValue(_states) ?? []).Select(ExportLoader.Read)];
        IReadOnlyList<LintFinding> findings = PolicyLint.Check(ImportedPolicy.Load(export, states));
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json => LintText.WriteJson(json, export, findings));
        }
        else
        {
            LintText.WriteTable(console, export, findings);
        }

        return ExitCode.Done;
    }
}
