using System.Runtime.InteropServices;

namespace NetStackSim.Tap;

/// <summary>The system calls that a TAP device and its pacer need.</summary>
internal static unsafe partial class Libc
{
    internal const int SignalInterrupt = 2;
    internal const int OpenReadWrite = 0x2;
    internal const int OpenNonBlocking = 0x800;
    internal const int OpenCloseOnExec = 0x80000;
    internal const int ErrorInterrupted = 4;
    internal const int ErrorIo = 5;
    internal const int ErrorAgain = 11;
    internal const int ErrorNoBuffers = 105;
    internal const int ClockMonotonic = 1;
    internal const short PollIn = 0x1;
    internal const short PollError = 0x8;
    internal const short PollHangUp = 0x10;
    internal const short PollInvalid = 0x20;
    internal const int EventFdNonBlocking = OpenNonBlocking;
    internal const int EventFdCloseOnExec = OpenCloseOnExec;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "readv", SetLastError = true)]
    internal static partial nint ReadVector(int descriptor, IoVector* vectors, int count);

    [LibraryImport("libc", EntryPoint = "writev", SetLastError = true)]
    internal static partial nint WriteVector(int descriptor, IoVector* vectors, int count);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    internal static partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signalMask);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    internal static partial int ClockGetTime(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    internal static partial nint Signal(int number, nint handler);
}
