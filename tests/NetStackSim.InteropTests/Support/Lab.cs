namespace NetStackSim.InteropTests.Support;

/// <summary>A Linux kernel in a namespace at one end of a TAP device, simulated hosts of the tool at the other.</summary>
internal sealed class Lab : IDisposable
{
    /// <summary>The kernel's IPv4 address.</summary>
    public const string Kernel4 = "10.77.0.1";

    /// <summary>The kernel's IPv6 address.</summary>
    public const string Kernel6 = "fd77::1";

    private readonly string _folder = Directory.CreateTempSubdirectory("nssit-").FullName;
    private readonly Loss _loss;
    private bool _stopped;

    /// <summary>Builds the lab and starts everything.</summary>
    /// <param name="frames">What crosses the device.</param>
    /// <param name="loss">Who loses packets.</param>
    /// <param name="hosts">Simulated hosts; more than one stand behind a switch.</param>
    /// <param name="capture">True to have the tool write what it sends and receives.</param>
    /// <param name="interruptIgnored">True to start the tool as a shell starts it in the background.</param>
    /// <param name="more">More arguments for the tool.</param>
    public Lab(Frames frames, Loss loss = Loss.None, int hosts = 1, bool capture = false, bool interruptIgnored = false, IEnumerable<string>? more = null)
    {
        _loss = loss;
        Space = new NetworkNamespace();
        try
        {
            Space.AddDevice();
            Space.Configure();
            Tool = new ToolProcess(Space, _folder, [.. Arguments(frames, loss, hosts, capture), .. more ?? []], interruptIgnored);
            foreach (string address in BothAddresses)
            {
                WaitUntilReachable(address);
            }

            if (loss == Loss.Kernel)
            {
                Space.Lose();
            }
        }
        catch
        {
            Tool?.Dispose();
            Space.Dispose();
            throw;
        }
    }

    /// <summary>The kernel's side.</summary>
    public NetworkNamespace Space { get; }

    /// <summary>The simulated side.</summary>
    public ToolProcess Tool { get; }

    /// <summary>What the tool captured, complete after <see cref="StopClean"/>.</summary>
    public string CaptureFile => PathOf("wire.pcapng");

    /// <summary>The IPv4 address of a host.</summary>
    public static string Host4(int index = 0) => $"10.77.0.{index + 2}";

    /// <summary>The IPv6 address of a host.</summary>
    public static string Host6(int index = 0) => $"fd77::{index + 2:x}";

    /// <summary>Both addresses of the first host.</summary>
    public static IEnumerable<string> BothAddresses => [Host4(), Host6()];

    /// <summary>A path in the folder of this lab, gone with it.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Ends the tool with a signal and asserts that all is well: exit code 0, nothing leaked, nothing thrown, and packets lost where they should be.</summary>
    public ToolStatus StopClean(int signal = Native.Terminate)
    {
        (int code, ToolStatus status) = Tool.Stop(signal);
        _stopped = true;
        Assert.True(code == 0, $"exit code {code}\n{Tool.Said}");
        Assert.Equal("stopped", status.State);
        Assert.Equal(0, status.UnhandledExceptions);
        Assert.Equal(0, status.Leaks);
        Assert.All(status.Outstanding, static pool => Assert.True(pool.Value == 0, $"{pool.Key}: {pool.Value} outstanding"));
        Assert.Equal(_loss == Loss.Link, status.Drops.ContainsKey("Link/Lost"));
        return status;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            if (!_stopped)
            {
                Console.Error.WriteLine($"{Tool.Said}\n{Space.Run("ip", ["neigh"]).Output}");
            }

            Tool.Dispose();
        }
        finally
        {
            Space.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    // Resolves the neighbour, so that two hundred clients at once on a busy machine do not all depend on the first answer.
    private void WaitUntilReachable(string address)
    {
        const int Attempts = 10;
        for (int i = 0; i < Attempts; i++)
        {
            if (Space.Run("ping", ["-n", "-c", "1", "-W", "2", address]).ExitCode == 0)
            {
                return;
            }
        }

        Assert.Fail($"{address} does not answer.\n{Tool.Said}");
    }

    private IEnumerable<string> Arguments(Frames frames, Loss loss, int hosts, bool capture)
    {
        List<string> arguments =
        [
            "--device", NetworkNamespace.Device, "--address", $"{Host4()}/24", "--address6", $"{Host6()}/64",
            "--serve", "echo:7,discard:9,chargen:19,http:80",
        ];
        arguments.AddRange(frames == Frames.Plain ? ["--plain"] : []);
        arguments.AddRange(loss == Loss.Link ? ["--loss", "2%", "--seed", "7"] : []);
        arguments.AddRange(hosts > 1 ? ["--hosts", $"{hosts}"] : []);
        arguments.AddRange(capture ? ["--pcap", CaptureFile] : []);
        return arguments;
    }
}
