using System.Globalization;
using NetStackSim.Tap;

namespace NetStackSim.Cli.Tap;

/// <summary>One line on standard error that is rewritten each second; nothing when nobody looks at it.</summary>
internal sealed class TapProgress(ToolConsole console, SimNetwork network, TapPort port)
{
    private long _lastIn;
    private long _lastOut;
    private bool _open;

    /// <summary>Rewrites the line.</summary>
    public void Show()
    {
        if (!console.ErrorIsTerminal)
        {
            return;
        }

        (long inBytes, long outBytes) = (port.BytesRead, port.BytesWritten);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{network.Elapsed:hh\\:mm\\:ss}  in {port.FramesRead:N0} frames, {Rate(inBytes - _lastIn)}  out {port.FramesWritten:N0} frames, {Rate(outBytes - _lastOut)}  drops {Drops():N0}");
        (_lastIn, _lastOut) = (inBytes, outBytes);
        console.Error.Write("\r" + line.PadRight(console.Width - 1)[..(console.Width - 1)]);
        _open = true;
    }

    /// <summary>Leaves the line.</summary>
    public void End()
    {
        if (_open)
        {
            console.Error.WriteLine();
            _open = false;
        }
    }

    /// <summary>What passed, at the end.</summary>
    public void Summarize() => console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{port.FramesRead:N0} frames ({port.BytesRead:N0} bytes) in, {port.FramesWritten:N0} frames ({port.BytesWritten:N0} bytes) out, {Drops():N0} drops."));

    private static string Rate(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes * 8 / 1e6:N1} Mbit/s");

    private long Drops()
    {
        long total = network.Wire.Drops.Total;
        foreach (SimHost host in network.Hosts)
        {
            total += host.Kernel.Drops.Total;
        }

        return total;
    }
}
