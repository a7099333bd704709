using System.Diagnostics;

namespace NetStackSim.InteropTests.Support;

/// <summary>A network namespace of the kernel's own with a TAP device in it; gone when it is disposed, whatever happened.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    /// <summary>Name of the device.</summary>
    public const string Device = "tap0";

    private const string Prefix = "nssit-";
    private static int s_made;

    static NetworkNamespace() => RemoveOrphans();

    /// <summary>Makes the namespace; its device is made with <see cref="AddDevice"/>.</summary>
    public NetworkNamespace()
    {
        Name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref s_made)}";
        Shell.Check("ip", "netns", "add", Name);
        Ip("link set lo up");
    }

    /// <summary>Name of the namespace, unique on this machine.</summary>
    public string Name { get; }

    /// <summary>Runs the ip tool for this namespace.</summary>
    public void Ip(string arguments) => Shell.Check("ip", ["-n", Name, .. arguments.Split(' ')]);

    /// <summary>Makes the device as an administrator would, for a user to attach to.</summary>
    public void AddDevice() => Ip($"tuntap add dev {Device} mode tap");

    /// <summary>Gives the kernel's side its addresses and turns it on.</summary>
    public void Configure()
    {
        Ip($"addr add {Lab.Kernel4}/24 dev {Device}");
        Ip($"addr add {Lab.Kernel6}/64 dev {Device} nodad");
        Ip($"link set {Device} up");
    }

    /// <summary>Runs a program inside.</summary>
    public CommandResult Run(string program, IEnumerable<string> arguments, TimeSpan? timeout = null) =>
        Shell.Run("ip", Inside(program, arguments), timeout);

    /// <summary>Starts a program inside with redirected output; its process id is that of the program.</summary>
    public Process Start(string program, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(Shell.Find("ip")!, Inside(program, arguments))
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;

    /// <summary>Runs code on a thread of its own inside; sockets that it makes stay inside.</summary>
    public Task<T> Run<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                Native.EnterNamespace(Name);
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>Loses 2 % of the packets in each direction, by chance.</summary>
    public void Lose()
    {
        string rules = Path.GetTempFileName();
        try
        {
            File.WriteAllText(rules, """
                table inet loss {
                  chain in { type filter hook input priority 0; numgen random mod 100 < 2 counter drop; }
                  chain out { type filter hook output priority 0; numgen random mod 100 < 2 counter drop; }
                }
                """);
            CommandResult result = Run("nft", ["-f", rules]);
            Assert.True(result.ExitCode == 0, result.Error);
        }
        finally
        {
            File.Delete(rules);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Shell.Run("ip", ["netns", "del", Name]);

    private IEnumerable<string> Inside(string program, IEnumerable<string> arguments) => ["netns", "exec", Name, Shell.Find(program) ?? program, .. arguments];

    // A test run that was killed leaves its namespaces behind; they name its process.
    private static void RemoveOrphans()
    {
        if (!Directory.Exists("/var/run/netns"))
        {
            return;
        }

        foreach (string name in Directory.EnumerateFiles("/var/run/netns", Prefix + "*").Select(static path => Path.GetFileName(path)).ToList())
        {
            if (!Directory.Exists($"/proc/{name[Prefix.Length..].Split('-')[0]}"))
            {
                Shell.Run("ip", ["netns", "del", name]);
            }
        }
    }
}
