using System.CommandLine;
using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary>A command that runs a scenario, looks at the filter engine of one of its hosts, and shows what it saw as text or JSON.</summary>
/// <typeparam name="TView">What it saw.</typeparam>
internal abstract class LiveCommand<TView> : ToolCommand
{
    private readonly ScenarioOptions _scenario = new(isRequired: true);
    private readonly Option<bool> _json = CommonOptions.Json();

    /// <summary>The options of this command alone.</summary>
    protected virtual IReadOnlyList<Option> MoreOptions => [];

    protected sealed override void AddSymbols(Command command)
    {
        _scenario.AddTo(command);
        foreach (Option option in MoreOptions)
        {
            command.Add(option);
        }

        command.Add(_json);
    }

    protected sealed override ExitCode Execute(ParseResult result, ToolConsole console)
    {
        LiveRequest request = _scenario.Read(result);
        TView view = Look(request, result);
        if (result.GetValue(_json))
        {
            JsonOutput.Write(console.Out, json =>
            {
                request.WriteJson(json, HostOf(view));
                WriteJson(json, view, result);
            });
        }
        else
        {
            Write(console, view, result);
        }

        return ExitCode.Done;
    }

    /// <summary>Runs and looks.</summary>
    /// <exception cref="ToolException">It cannot be done; the exception says why.</exception>
    protected abstract TView Look(LiveRequest request, ParseResult result);

    /// <summary>The name of the host that was looked at.</summary>
    protected abstract string HostOf(TView view);

    /// <summary>Shows it as text.</summary>
    protected abstract void Write(ToolConsole console, TView view, ParseResult result);

    /// <summary>Adds the members of the JSON document that follow those of the request.</summary>
    protected abstract void WriteJson(Utf8JsonWriter json, TView view, ParseResult result);
}
