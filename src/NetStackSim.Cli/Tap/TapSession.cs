using NetStackSim.Cli.Options;
using NetStackSim.Cli.Output;
using NetStackSim.Cli.Status;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Tap;

namespace NetStackSim.Cli.Tap;

/// <summary>Simulated hosts in real time on a TAP device, from the first frame to the leak report.</summary>
internal sealed class TapSession : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TapPlan _plan;
    private readonly ToolConsole _console;
    private readonly TapPacer _pacer;
    private readonly TapPort _port;
    private readonly SimNetwork _network;
    private readonly WireCapture? _capture;
    private readonly StatusFile? _statusFile;
    private readonly TapProgress _progress;
    private readonly List<TcpService> _services = [];
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;
    private long _unhandled;

    /// <summary>Opens the device and builds the hosts; nothing runs yet.</summary>
    /// <param name="plan">What to build.</param>
    /// <param name="console">Messages and progress.</param>
    /// <exception cref="TapException">The device cannot be had.</exception>
    public TapSession(TapPlan plan, ToolConsole console)
    {
        _plan = plan;
        _console = console;
        TapDevice device = TapDevice.Open(plan.Device, new TapOptions { VnetHeader = !plan.PlainFrames });
        _pacer = new TapPacer();
#pragma warning disable RS0030 // A host on a real wire shows the real time; nothing that must repeat depends on it.
        DateTimeOffset epoch = DateTimeOffset.UtcNow;
#pragma warning restore RS0030
        _network = new SimNetwork(new SimNetworkOptions
        {
            Mode = EventLoopMode.Real, Pacer = _pacer, Seed = plan.Seed, Epoch = epoch, Verifier = false, DigestFrames = false,
        });
        _port = new TapPort(_network.Wire, device, _pacer);
        Build();
        _capture = plan.Capture is null ? null : StartCapture(plan.Capture);
        _statusFile = plan.Status is null ? null : new StatusFile(plan.Status.FullName);
        _progress = new TapProgress(console, _network, _port);
    }

    /// <summary>Asks the session to end; any thread.</summary>
    public void Stop() => _network.Loop.Post(static state => ((TaskCompletionSource)state!).TrySetResult(), _stop);

    /// <summary>Runs until a stop or the end of the duration, shuts the hosts down and reports.</summary>
    /// <returns>Done, or RunFailed after an unhandled exception or a leak.</returns>
    public ExitCode Run()
    {
        try
        {
            _network.Run(RunAsync);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or ToolException))
        {
            _unhandled++;
            _progress.End();
            _console.Error.WriteLine($"Unhandled {exception.GetType().Name} in the simulated host: {exception.Message}");
            _console.Error.WriteLine(exception.StackTrace);
        }

        return Finish();
    }

    /// <summary>Closes device and files.</summary>
    public void Dispose()
    {
        _capture?.Dispose();
        _port.Dispose();
        _network.Dispose();
        _pacer.Dispose();
    }

    private void Build()
    {
        Switch? lan = _plan.Hosts > 1 ? _network.AddSwitch("switch") : null;
        for (int i = 0; i < _plan.Hosts; i++)
        {
            SimHost host = AddHost(i);
            if (lan is null)
            {
                _network.Connect(host.Nic, _port, _plan.Line);
            }
            else
            {
                _network.Connect(host, lan);
            }
        }

        if (lan is not null)
        {
            _network.Connect(lan.AddPort(), _port, _plan.Line);
        }
    }

    private SimHost AddHost(int index)
    {
        SimHost host = _network.AddHost(index == 0 ? _plan.Device : $"{_plan.Device}-{index + 1}", builder =>
        {
            foreach (HostAddress address in _plan.Addresses)
            {
                builder.Address(address.Next(index).ToString());
            }

            foreach (IpAddress gateway in _plan.Gateways)
            {
                builder.Gateway(gateway.ToString());
            }

            if (_plan.Profile is { } profile)
            {
                builder.Profile(profile);
            }
        });
        if (_plan.Policy is { } policy)
        {
            PolicyLoader.Apply(policy, _plan.PolicyName, host);
        }

        return host;
    }

    private WireCapture StartCapture(FileInfo file)
    {
        WireCapture capture = new(_network.Loop, OutputFile.Create(file.FullName));

        // On the line, where the impairments are: what the hosts sent as it left them, what reached them as it arrived.
        capture.Attach(_network.Links[^1]);
        return capture;
    }

    private async Task RunAsync()
    {
        foreach (SimHost host in _network.Hosts)
        {
            foreach (ServiceSpec service in _plan.Services)
            {
                _services.Add(service.Start(host.Kernel, host.Stack.Store));
            }
        }

        Announce();
        WriteStatus("running", 0);
        Task end = _plan.DurationNs is { } duration
            ? Task.WhenAny(_stop.Task, Task.Delay(TimeSpan.FromTicks(duration / 100), _network.TimeProvider))
            : _stop.Task;
        while (!end.IsCompleted)
        {
            await Task.WhenAny(end, Task.Delay(Second, _network.TimeProvider));
            WriteStatus("running", 0);
            _progress.Show();
        }

        foreach (TcpService service in _services)
        {
            await service.DisposeAsync();
        }
    }

    private ExitCode Finish()
    {
        _progress.End();
        LeakReport? leaks = null;
        if (_unhandled == 0)
        {
            leaks = _network.Shutdown();
        }

        long leaked = leaks?.Total ?? 0;
        WriteStatus("stopped", leaked);
        _progress.Summarize();
        if (leaks is null)
        {
            return ExitCode.RunFailed;
        }

        foreach (Leak leak in leaks.Leaks)
        {
            _console.Error.WriteLine($"leak: {leak}");
        }

        _console.Error.WriteLine(leaks.IsClean ? "No leaks: every buffer, request, timer and socket came back." : $"{leaked} leaks.");
        return leaks.IsClean ? ExitCode.Done : ExitCode.RunFailed;
    }

    private void Announce()
    {
        string services = _plan.Services.Count == 0 ? "nothing" : string.Join(", ", _plan.Services);
        foreach (SimHost host in _network.Hosts)
        {
            string addresses = string.Join(", ", host.Stack.Store.GetAddresses().Where(static row => !row.Address.IsLoopback).Select(static row => $"{row.Address}/{row.PrefixLength}"));
            _console.Error.WriteLine($"{host.Name}: {addresses} on {_port.Device.Name}, MAC {host.Nic.MacAddress}, serves {services}.");
        }

        _console.Error.WriteLine("Running; Ctrl+C ends it.");
    }

    private void WriteStatus(string state, long leaks) =>
        _statusFile?.Write(StatusSnapshot.Take(_network, _port, _services, state, _sequence++, _unhandled, leaks));
}
