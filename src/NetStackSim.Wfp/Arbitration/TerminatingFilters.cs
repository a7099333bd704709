using System.Runtime.CompilerServices;

namespace NetStackSim.Wfp;

/// <summary>The terminating filters of a classification, heaviest sublayer first; the first ones inline, the others in room of the engine, so that no call allocates.</summary>
/// <remarks>More than eight are whole while the result is handled, and no longer: the engine uses their room again.</remarks>
public struct TerminatingFilters
{
    private const int InlineCount = 8;

    private Items _items;
    private TerminatingFilter[]? _more;

    /// <summary>Number of sublayers that terminated.</summary>
    public int Count { get; private set; }

    /// <summary>A terminating filter.</summary>
    /// <param name="index">0 is the heaviest sublayer.</param>
    /// <returns>The filter.</returns>
    public readonly TerminatingFilter this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return index < InlineCount ? _items[index] : _more![index - InlineCount];
        }
    }

    /// <summary>Adds the filter of the next sublayer.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="overflow">Room for those that do not stand inline; null makes room of the result's own.</param>
    internal void Add(in TerminatingFilter filter, TerminatingOverflow? overflow)
    {
        if (Count < InlineCount)
        {
            _items[Count] = filter;
        }
        else
        {
            MakeRoom(Count - InlineCount, overflow)[Count - InlineCount] = filter;
        }

        Count++;
    }

    /// <summary>The room besides the inline one, to be given to <see cref="Own"/> of the next result.</summary>
    internal readonly TerminatingFilter[]? Room => _more;

    /// <summary>Moves what stands in room of the engine into the keeper's.</summary>
    internal void Own(TerminatingFilter[]? room)
    {
        int count = Count - InlineCount;
        if (count > 0)
        {
            room = room?.Length >= count ? room : new TerminatingFilter[count];
            _more.AsSpan(0, count).CopyTo(room);
        }

        _more = room;
    }

    private TerminatingFilter[] MakeRoom(int index, TerminatingOverflow? overflow)
    {
        if (_more is null)
        {
            _more = overflow?.Next() ?? TerminatingOverflow.Larger(null);
        }
        else if (index == _more.Length)
        {
            _more = overflow?.Grow(_more) ?? TerminatingOverflow.Larger(_more);
        }

        return _more;
    }

    [InlineArray(InlineCount)]
    private struct Items
    {
        private TerminatingFilter _first;
    }
}
