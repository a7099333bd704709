using System.Runtime.InteropServices;

namespace NetStackSim.InteropTests.Support;

/// <summary>The system calls that .NET does not offer.</summary>
public static partial class Native
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private const int NewNetwork = 0x40000000;

    /// <summary>Sends a signal to a process.</summary>
    public static void Signal(int process, int signal) =>
        Assert.True(Kill(process, signal) == 0, $"kill({process}, {signal}) failed with errno {Marshal.GetLastPInvokeError()}");

    /// <summary>Moves the calling thread into a network namespace; sockets that it makes from then on stay there.</summary>
    public static void EnterNamespace(string name)
    {
        int descriptor = Open($"/var/run/netns/{name}", 0);
        int result = SetNamespace(descriptor, NewNetwork);
        int error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        Assert.True(result == 0, $"setns failed with errno {error}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int type);
}
