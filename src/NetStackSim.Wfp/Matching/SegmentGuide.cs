using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetStackSim.Wfp;

/// <summary>
/// Shortens a binary search over many segments: the upper bits of a number say between which segments it must lie, so that evenly spread
/// segments are found in two steps and others no slower than before.
/// </summary>
internal sealed class SegmentGuide
{
    private const int SmallestWorthwhile = 32;
    private const int LargestTable = 8192;

    private readonly int[] _lastBefore;
    private readonly int _shift;
    private readonly int _last;

    /// <summary>Makes the guide of rising starts.</summary>
    internal SegmentGuide(ReadOnlySpan<ulong> starts)
    {
        _last = starts.Length - 1;
        if (starts.Length < SmallestWorthwhile)
        {
            _lastBefore = [];
            return;
        }

        int buckets = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)starts.Length), LargestTable);
        _shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(starts[^1]) - BitOperations.Log2((uint)buckets));
        _lastBefore = new int[(int)(starts[^1] >> _shift) + 2];
        int index = 0;
        for (int bucket = 0; bucket < _lastBefore.Length - 1; bucket++)
        {
            // Strictly before the bucket: numbers with an equal upper half may start several segments.
            while (index < _last && starts[index + 1] < (ulong)bucket << _shift)
            {
                index++;
            }

            _lastBefore[bucket] = index;
        }

        _lastBefore[^1] = _last;
    }

    /// <summary>The first and the last segment that can hold a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (int First, int Last) Between(ulong number)
    {
        ulong bucket = number >> _shift;
        int[] table = _lastBefore;
        if (table.Length < 2)
        {
            return (0, _last);
        }

        // The bucket of the last start and all above it end at the last segment. No sum here: the largest number would wrap.
        return bucket < (ulong)(table.Length - 2) ? (table[(int)bucket], table[(int)bucket + 1]) : (table[^2], _last);
    }
}
