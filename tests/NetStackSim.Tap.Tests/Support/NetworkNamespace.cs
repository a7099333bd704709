using System.Runtime.InteropServices;

namespace NetStackSim.Tap.Tests;

/// <summary>A network namespace of the kernel's own, with work that runs inside it.</summary>
internal sealed partial class NetworkNamespace : IDisposable
{
    private const int NewNetwork = 0x40000000;

    public NetworkNamespace(string name)
    {
        Name = name;
        TapFactAttribute.Ip($"netns add {name}");
        TapFactAttribute.Ip($"-n {name} link set lo up");
    }

    public string Name { get; }

    public void Ip(string arguments) => TapFactAttribute.Ip($"-n {Name} {arguments}");

    /// <summary>Runs on a thread of its own inside the namespace; sockets made there stay there.</summary>
    public Task<T> Run<T>(Func<T> work)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = new(() =>
        {
            try
            {
                Enter();
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

    public void Dispose() => TapFactAttribute.Ip($"netns del {Name}");

    private void Enter()
    {
        int descriptor = Libc.Open($"/var/run/netns/{Name}", 0);
        int result = SetNamespace(descriptor, NewNetwork);
        _ = Libc.Close(descriptor);
        Assert.True(result == 0, $"setns failed with errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int type);
}
