using System.Diagnostics;

namespace NetStackSim.InteropTests.Support;

/// <summary>What the kernel sees on its side of the device, by dumpcap.</summary>
internal sealed class KernelCapture : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _said;

    /// <summary>Starts and waits until packets are recorded.</summary>
    public KernelCapture(Lab lab)
    {
        File = lab.PathOf("kernel.pcapng");
        _process = lab.Space.Start("dumpcap", ["-i", NetworkNamespace.Device, "-w", File, "-B", "64", "-q"]);
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _said = Task.Run(async () =>
        {
            string said = "";
            while (await _process.StandardError.ReadLineAsync() is { } line)
            {
                said += line + "\n";
                if (line.StartsWith("File:", StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            }

            ready.TrySetException(new InvalidOperationException(said));
            return said;
        });
        ready.Task.WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
    }

    /// <summary>The file, complete after <see cref="Stop"/>.</summary>
    public string File { get; }

    /// <summary>Ends the capture; nothing may have been missed.</summary>
    public void Stop()
    {
        Native.Signal(_process.Id, Native.Interrupt);
        string said = _said.WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
        Assert.Contains("/0 (", said, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
