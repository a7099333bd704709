using System.Text.Json;
using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output.Wfp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Commands.Wfp;

/// <summary>A file of questions, one JSON object a line. Read line by line, so that its size does not matter.</summary>
internal static class QuestionBatch
{
    /// <summary>Longer lines are refused.</summary>
    private const int MaxLineBytes = 1 << 20;

    private delegate void LineHandler(ReadOnlySpan<byte> utf8, int line);

    /// <summary>Makes sure that all questions are questions, so that a mistake in the last line costs no half output.</summary>
    /// <param name="file">The file.</param>
    /// <param name="catalog">The machine's layers.</param>
    /// <exception cref="ToolException">It is missing, or a line is wrong.</exception>
    public static void Check(FileInfo file, LayerCatalog catalog) => ForEachLine(file, (utf8, line) => Read(file, utf8, line, catalog));

    /// <summary>Answers all questions in order.</summary>
    /// <param name="file">The file.</param>
    /// <param name="advisor">Who answers.</param>
    /// <param name="output">Where the answers go, one a line.</param>
    /// <exception cref="ToolException">The file is missing, or a line is wrong.</exception>
    public static void Answer(FileInfo file, FlowAdvisor advisor, TextWriter output)
    {
        LayerCatalog catalog = advisor.Policy.Engine.Catalog;
        using AnswerLines lines = new(output);
        ForEachLine(file, (utf8, line) => lines.Write(advisor.Answer(Read(file, utf8, line, catalog))));
    }

    private static FlowQuestion Read(FileInfo file, ReadOnlySpan<byte> utf8, int line, LayerCatalog catalog) => FlowQuestionReader.TryRead(utf8, line, catalog, out FlowQuestion? question, out PolicyError? error)
        ? question
        : throw new ToolException(ExitCode.InputRefused, $"{file.Name}: {error}");

    private static void ForEachLine(FileInfo file, LineHandler handle)
    {
        using FileStream stream = InputFile.Open(file);
        using BufferedLines lines = new(stream, MaxLineBytes);
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (lines.IsTooLong)
            {
                throw new ToolException(ExitCode.InputRefused, $"{file.Name}: line {lines.Number}, document: longer than {MaxLineBytes} bytes");
            }

            if (!line.Trim(" \t\r"u8).IsEmpty)
            {
                handle(line, lines.Number);
            }
        }
    }
}
