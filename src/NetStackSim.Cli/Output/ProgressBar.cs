using System.Globalization;

namespace NetStackSim.Cli.Output;

/// <summary>A bar on standard error while a person looks; nothing else.</summary>
internal sealed class ProgressBar(ToolConsole console, string what, long total)
{
    private const int Cells = 40;

    private int _shown = -1;

    /// <summary>Shows how far it is; writes only when the picture changes.</summary>
    public void Show(long done)
    {
        int percent = total <= 0 ? 100 : (int)Math.Min(100, done * 100 / total);
        if (!console.ErrorIsTerminal || percent == _shown)
        {
            return;
        }

        _shown = percent;
        int filled = percent * Cells / 100;
        console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what} [{new string('#', filled)}{new string('.', Cells - filled)}] {percent,3}%"));
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        if (_shown >= 0)
        {
            console.Error.WriteLine();
        }
    }
}
