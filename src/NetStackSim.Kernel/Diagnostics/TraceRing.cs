using System.Numerics;

namespace NetStackSim.Kernel;

/// <summary>A ring of the newest trace events, with a digest over all that were ever written.</summary>
/// <remarks>
/// A ring may be shared by several hosts. It is an observer: nothing in the stack depends on it. Layers write with
/// <c>if (kernel.Trace is { } trace)</c>, one branch per chain when it is off.
/// </remarks>
public sealed class TraceRing
{
    private readonly TraceEvent[] _events;
    private readonly List<string> _components = ["?"];
    private long _written;
    private long _clearedAt;
    private ulong _digest = 0x9E3779B97F4A7C15;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="capacity">Events kept; rounded up to a power of two.</param>
    public TraceRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _events = new TraceEvent[BitOperations.RoundUpToPowerOf2((uint)capacity)];
    }

    /// <summary>Events kept at most.</summary>
    public int Capacity => _events.Length;

    /// <summary>Events kept now.</summary>
    public int Count => (int)Math.Min(_written - _clearedAt, _events.Length);

    /// <summary>Events ever written.</summary>
    public long Written => _written;

    /// <summary>Events that were overwritten by newer ones or cleared.</summary>
    public long Lost => _written - Count;

    /// <summary>A number over all events ever written, the overwritten ones included.</summary>
    public ulong Digest => _digest;

    /// <summary>Registered component names; the index is the id. Id 0 is nobody.</summary>
    public IReadOnlyList<string> Components => _components;

    /// <summary>The event with an index from the oldest kept one.</summary>
    /// <param name="index">0 for the oldest.</param>
    /// <returns>The event, by reference into the ring; the next write may change it.</returns>
    public ref readonly TraceEvent this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return ref _events[(int)((_written - Count + index) & (_events.Length - 1))];
        }
    }

    /// <summary>Gives a component an id. The same name always gets the same id.</summary>
    /// <param name="name">Name, for example <c>alice/tcp</c>.</param>
    /// <returns>The id.</returns>
    public ushort Component(string name)
    {
        int index = _components.IndexOf(name);
        if (index < 0)
        {
            index = _components.Count;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(index, ushort.MaxValue);
            _components.Add(name);
        }

        return (ushort)index;
    }

    /// <summary>Name of a component.</summary>
    /// <param name="component">The id.</param>
    /// <returns>The name, or a question mark for an id that was never given.</returns>
    public string ComponentName(ushort component) => component < _components.Count ? _components[component] : "?";

    /// <summary>Writes an event over the oldest one when the ring is full.</summary>
    /// <param name="traceEvent">The event.</param>
    public void Write(in TraceEvent traceEvent)
    {
        _events[(int)(_written++ & (_events.Length - 1))] = traceEvent;
        ulong who = ((ulong)traceEvent.Kind << 48) | ((ulong)traceEvent.Component << 32) | (uint)traceEvent.Length;
        ulong where = ((ulong)traceEvent.Irql << 8) | traceEvent.Processor;
        ulong digest = StableHash.Mix(_digest, (ulong)traceEvent.TimeNs ^ (where << 48));
        digest = StableHash.Mix(digest, who);
        digest = StableHash.Mix(digest, traceEvent.CorrelationId);
        _digest = StableHash.Mix(digest, traceEvent.Arg0 ^ BitOperations.RotateLeft(traceEvent.Arg1, 31));
    }

    /// <summary>Forgets the kept events; the digest and the component ids stay.</summary>
    public void Clear() => _clearedAt = _written;
}
