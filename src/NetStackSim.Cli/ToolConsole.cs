using Spectre.Console;

namespace NetStackSim.Cli;

/// <summary>Where a command writes: results to <see cref="Out"/>, messages and progress to <see cref="Error"/>.</summary>
internal sealed class ToolConsole
{
    /// <summary>Makes a console over two writers.</summary>
    /// <param name="output">Results.</param>
    /// <param name="error">Messages and progress.</param>
    /// <param name="color">True for colours and moving progress lines on terminals.</param>
    /// <param name="width">Columns of text; trees and tables wrap there.</param>
    public ToolConsole(TextWriter output, TextWriter error, bool color = false, int width = 160)
    {
        Out = output;
        Error = error;
        OutIsTerminal = color;
        ErrorIsTerminal = color;
        Width = width;
        UsesColor = color;
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Messages and progress.</summary>
    public TextWriter Error { get; }

    /// <summary>True when a person reads <see cref="Out"/>.</summary>
    public bool OutIsTerminal { get; private init; }

    /// <summary>True when a person reads <see cref="Error"/>: progress may rewrite its line.</summary>
    public bool ErrorIsTerminal { get; private init; }

    /// <summary>False when NO_COLOR is set (no-color.org).</summary>
    public bool UsesColor { get; private init; }

    /// <summary>Columns of text.</summary>
    public int Width { get; }

    /// <summary>Where files go that a command writes without being told a name.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The console of this process.</summary>
    public static ToolConsole ForProcess()
    {
        bool color = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        int width = Console.IsOutputRedirected ? 160 : Math.Clamp(Console.WindowWidth, 80, 240);
        return new ToolConsole(Console.Out, Console.Error, color, width)
        {
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            UsesColor = color,
        };
    }

    /// <summary>A console for trees, tables and colours on <see cref="Out"/>; plain text when it is no terminal or colours are not wanted.</summary>
    public IAnsiConsole RichOut() => Rich(Out, OutIsTerminal);

    /// <summary>The same for <see cref="Error"/>.</summary>
    public IAnsiConsole RichError() => Rich(Error, ErrorIsTerminal);

    private IAnsiConsole Rich(TextWriter writer, bool isTerminal)
    {
        bool color = isTerminal && UsesColor;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
