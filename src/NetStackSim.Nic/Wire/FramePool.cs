using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>The frames of one event loop: every wire, card and capture of the loop rents here.</summary>
/// <remarks>
/// Three size classes: an Ethernet frame, a jumbo frame, and a large send of 64 KiB with headers. Memory is pinned, cut from slabs whose stride is never a
/// power of two (blocks would fall into the same cache sets), grows on demand and is reused last-in first-out so that hot memory stays in the cache.
/// One thread: the pool has no lock.
/// </remarks>
public sealed class FramePool : IKernelPool
{
    /// <summary>Free bytes before the data of a rented frame.</summary>
    public const int Headroom = 64;

    /// <summary>The longest frame that can be rented: 64 KiB of payload with 1 KiB for headers.</summary>
    public const int MaxFrameLength = LargeCapacity;

    private const int SmallCapacity = 2048;
    private const int JumboCapacity = 9216;
    private const int LargeCapacity = 65536 + 1024;
    private const int ShellClass = 3;

    private readonly SlabAllocator[] _slabs =
    [
        new(SmallCapacity + Headroom, BlocksPerSlab[0]),
        new(JumboCapacity + Headroom, BlocksPerSlab[1]),
        new(LargeCapacity + Headroom, BlocksPerSlab[2]),
    ];

    private readonly Frame?[] _free = new Frame?[ShellClass + 1];
    private int _limit = int.MaxValue;
    private long _failAt = -1;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="loop">The loop whose thread uses it.</param>
    /// <param name="name">Name in reports.</param>
    /// <param name="register">True to list the pool among <see cref="EventLoop.Pools"/>, where leaks are reported; false for the private memory of an observer.</param>
    public FramePool(EventLoop loop, string name = "frames", bool register = true)
    {
        ArgumentNullException.ThrowIfNull(loop);
        Loop = loop;
        Name = name;
        if (register)
        {
            loop.Pools.Add(this);
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    // Slabs of 250-550 KB: large enough to be rare, small enough that a test of two hosts stays small.
    private static ReadOnlySpan<int> BlocksPerSlab => [128, 32, 8];

    /// <summary>The loop that the frames belong to.</summary>
    public EventLoop Loop { get; }

    /// <summary>Frames rented and not yet released.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Successful and refused rents since the start.</summary>
    public long Rents { get; private set; }

    /// <inheritdoc/>
    public long Failures { get; private set; }

    /// <inheritdoc/>
    public long Created { get; private set; }

    /// <summary>Bytes of slab memory.</summary>
    public long SlabBytes { get; private set; }

    /// <summary>Bytes copied on the wire, by reason (cutting large frames, making shared ones writable).</summary>
    public CopyLedger Copies { get; } = new();

    /// <summary>The most frames that may be outstanding; null for no limit. Beyond it a rent fails.</summary>
    public int? Quota
    {
        get => _limit == int.MaxValue ? null : _limit;
        set => _limit = value ?? int.MaxValue;
    }

    /// <summary>Lets one later rent fail, to test the path without memory.</summary>
    /// <param name="kthRent">1 for the next rent, 2 for the one after it, and so on; 0 to call the failure off.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public void FailRentAt(long kthRent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kthRent);
        _failAt = kthRent == 0 ? -1 : Rents + kthRent;
    }

    /// <summary>Rents a frame.</summary>
    /// <param name="length">Bytes of data; they hold whatever was there before.</param>
    /// <param name="frame">The frame, alone and with empty metadata. The caller owns it.</param>
    /// <returns>False beyond the quota, at an injected failure, or when <paramref name="length"/> exceeds <see cref="MaxFrameLength"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRent(int length, [NotNullWhen(true)] out Frame? frame)
    {
        int sizeClass = length <= SmallCapacity ? 0 : length <= JumboCapacity ? 1 : 2;
        if (!Admit() || length > LargeCapacity)
        {
            Failures++;
            frame = null;
            return false;
        }

        frame = _free[sizeClass] ?? Grow(sizeClass);
        _free[sizeClass] = frame.Next;
        Outstanding++;
        frame.Activate(length);
        return true;
    }

    /// <inheritdoc/>
    public void ReportLeaks(LeakReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Outstanding > 0)
        {
            report.Add("pool", Name, Outstanding);
        }
    }

    internal static int CapacityOf(int sizeClass) => sizeClass switch
    {
        0 => SmallCapacity,
        1 => JumboCapacity,
        _ => LargeCapacity,
    };

    internal bool TryRentShell([NotNullWhen(true)] out Frame? shell)
    {
        if (!Admit())
        {
            Failures++;
            shell = null;
            return false;
        }

        shell = _free[ShellClass] ?? new Frame(this, ShellClass, [], 0);
        _free[ShellClass] = shell.Next;
        shell.Next = null;
        Outstanding++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Return(Frame frame)
    {
        Outstanding--;
        ReturnMemory(frame);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReturnMemory(Frame frame)
    {
        frame.Next = _free[frame.SizeClass];
        _free[frame.SizeClass] = frame;
    }

    internal void ReturnShell(Frame shell) => Return(shell);

    internal void CountReturned() => Outstanding--;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Admit()
    {
        Rents++;
        return Outstanding < _limit && Rents != _failAt;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Frame Grow(int sizeClass)
    {
        SlabAllocator slabs = _slabs[sizeClass];
        long before = slabs.SlabBytes;
        for (int i = 0; i < BlocksPerSlab[sizeClass]; i++)
        {
            SlabBlock block = slabs.Allocate();
            ReturnMemory(new Frame(this, sizeClass, block.Buffer, block.Offset));
            Created++;
        }

        SlabBytes += slabs.SlabBytes - before;
        return _free[sizeClass]!;
    }
}
