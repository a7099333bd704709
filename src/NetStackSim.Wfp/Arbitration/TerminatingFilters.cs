using System.Runtime.CompilerServices;

namespace NetStackSim.Wfp;

/// <summary>The terminating filters of a classification, heaviest sublayer first; the first ones inline, so that no call allocates.</summary>
public struct TerminatingFilters
{
    private const int InlineCount = 8;

    private Items _items;
    private List<TerminatingFilter>? _more;

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

    internal void Add(in TerminatingFilter filter)
    {
        if (Count < InlineCount)
        {
            _items[Count] = filter;
        }
        else
        {
            (_more ??= []).Add(filter);
        }

        Count++;
    }

    [InlineArray(InlineCount)]
    private struct Items
    {
        private TerminatingFilter _first;
    }
}
