using System.Runtime.InteropServices;
using NetStackSim.Kernel;

namespace NetStackSim.Tap;

/// <summary>The clock and the only blocking point of a loop with TAP devices: waits for frames, for a post from another thread, and for the next due time.</summary>
/// <remarks>Make the pacer first, give it to <see cref="EventLoopOptions.Pacer"/>, then make the ports. No thread stands between device and stack.</remarks>
public sealed unsafe class TapPacer : IPacer, IDisposable
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const short Gone = Libc.PollError | Libc.PollHangUp | Libc.PollInvalid;

    private readonly List<TapPort> _ports = [];
    private readonly long _startNs;
    private PollDescriptor[] _descriptors;
    private int _wake;

    /// <summary>Makes a pacer without devices; its clock starts at 0.</summary>
    /// <exception cref="TapException">Not Linux, or no event descriptor can be had.</exception>
    public TapPacer()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new TapException(TapError.NotSupported, 0, "TAP devices need Linux.");
        }

        _wake = Libc.EventFd(0, Libc.EventFdNonBlocking | Libc.EventFdCloseOnExec);
        if (_wake < 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            throw new TapException(TapError.Other, errno, $"No event descriptor can be had (errno {errno}).");
        }

        _descriptors = [new PollDescriptor { Descriptor = _wake, Events = Libc.PollIn }];
        _startNs = ReadClock();
    }

    /// <inheritdoc/>
    public long Now => ReadClock() - _startNs;

    /// <inheritdoc/>
    public void WaitUntil(long dueNs)
    {
        TimeSpec timeout = default;
        bool forever = dueNs == long.MaxValue;
        if (!forever)
        {
            long left = Math.Max(0, dueNs - Now);
            timeout = new TimeSpec { Seconds = left / NanosecondsPerSecond, Nanoseconds = left % NanosecondsPerSecond };
        }

        int ready;
        fixed (PollDescriptor* descriptors = _descriptors)
        {
            ready = Libc.Poll(descriptors, (nuint)_descriptors.Length, forever ? null : &timeout, null);
        }

        if (ready > 0)
        {
            Announce();
        }
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;

        // A full counter means that a wake is pending already.
        _ = Libc.Write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Closes the event descriptor; ports are closed by their owners.</summary>
    public void Dispose()
    {
        if (_wake >= 0)
        {
            _ = Libc.Close(_wake);
            _wake = -1;
        }
    }

    internal void Add(TapPort port)
    {
        _ports.Add(port);
        Rebuild();
    }

    internal void Remove(TapPort port)
    {
        if (_ports.Remove(port))
        {
            Rebuild();
        }
    }

    private static long ReadClock()
    {
        TimeSpec time;
        _ = Libc.ClockGetTime(Libc.ClockMonotonic, &time);
        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }

    private void Rebuild()
    {
        _descriptors = new PollDescriptor[_ports.Count + 1];
        _descriptors[0] = new PollDescriptor { Descriptor = _wake, Events = Libc.PollIn };
        for (int i = 0; i < _ports.Count; i++)
        {
            // A negative descriptor is skipped by poll: the port of a device that is gone.
            _descriptors[i + 1] = new PollDescriptor { Descriptor = _ports[i].IsUsable ? _ports[i].Device.Descriptor : -1, Events = Libc.PollIn };
        }
    }

    private void Announce()
    {
        if (_descriptors[0].Returned != 0)
        {
            ulong count;
            _ = Libc.Read(_wake, &count, sizeof(ulong));
        }

        bool rebuild = false;
        for (int i = 0; i < _ports.Count; i++)
        {
            short returned = _descriptors[i + 1].Returned;
            if ((returned & Gone) != 0)
            {
                _ports[i].OnGone();
                rebuild = true;
            }
            else if ((returned & Libc.PollIn) != 0)
            {
                _ports[i].OnReadable();
            }
        }

        if (rebuild)
        {
            Rebuild();
        }
    }
}
