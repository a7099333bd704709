using System.Diagnostics;
using System.Text;

namespace NetStackSim.InteropTests.Support;

/// <summary><c>netstacksim tap</c> as a user starts it, in a namespace.</summary>
internal sealed class ToolProcess : IDisposable
{
    // A test run that is killed must not leave a tool behind for ever.
    private const string Longest = "900";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _status;
    private readonly StringBuilder _said = new();

    /// <summary>Starts the tool and waits until its host is ready.</summary>
    /// <param name="space">Where.</param>
    /// <param name="folder">Where the status file goes.</param>
    /// <param name="arguments">What to say to <c>tap</c>.</param>
    /// <param name="interruptIgnored">True for a start with SIGINT ignored, as by <c>&amp;</c> in a script.</param>
    public ToolProcess(NetworkNamespace space, string folder, IEnumerable<string> arguments, bool interruptIgnored = false)
    {
        _status = Path.Combine(folder, "status.json");
        string dll = Path.Combine(AppContext.BaseDirectory, "NetStackSim.Cli.dll");
        string host = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        string[] command = [host, dll, "tap", "--status", _status, "--duration", Longest, .. arguments];
        _process = interruptIgnored
            ? space.Start("sh", ["-c", "trap '' INT; exec \"$@\"", "sh", .. command])
            : space.Start(command[0], command[1..]);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Stopwatch watch = Stopwatch.StartNew();
        while (!File.Exists(_status))
        {
            Assert.True(!_process.HasExited && watch.Elapsed < Patience, $"The tool did not become ready.\n{Said}");
            Thread.Sleep(10);
        }
    }

    /// <summary>What the tool said, both streams.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>CPU time that the tool has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its state as of the last second.</summary>
    public ToolStatus ReadStatus() => ToolStatus.Read(_status);

    /// <summary>Sends a signal, waits for the end and reads the last state.</summary>
    /// <returns>Exit code and state.</returns>
    public (int ExitCode, ToolStatus Status) Stop(int signal = Native.Terminate)
    {
        Native.Signal(_process.Id, signal);
        Assert.True(_process.WaitForExit(Patience), $"The tool did not end after signal {signal}.\n{Said}");
        _process.WaitForExit();
        return (_process.ExitCode, ReadStatus());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }
        }
    }
}
