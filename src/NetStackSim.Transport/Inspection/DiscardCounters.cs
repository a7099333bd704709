using System.Runtime.InteropServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>
/// Counts every drop of one host's stack by layer, family, discard module and reason, and filter. Counting allocates only when a combination is
/// seen for the first time. Any IRQL.
/// </summary>
public sealed class DiscardCounters
{
    private readonly Dictionary<Key, int> _index = [];
    private readonly List<DiscardCount> _counts = [];

    /// <summary>All drops together.</summary>
    public long Total { get; private set; }

    /// <summary>Counts one drop.</summary>
    /// <param name="layer">Where.</param>
    /// <param name="family">Of which family.</param>
    /// <param name="reason">Why, as Windows numbers it.</param>
    /// <param name="filterId">The filter that decided; 0 for none.</param>
    public void Count(InspectionLayer layer, IpFamily family, in DropReason reason, ulong filterId)
    {
        Total++;
        ref int position = ref CollectionsMarshal.GetValueRefOrAddDefault(_index, new Key(filterId, reason.Key, layer, family), out bool exists);
        if (!exists)
        {
            position = _counts.Count;
            _counts.Add(new DiscardCount(layer, family, reason, filterId, 0));
        }

        ref DiscardCount count = ref CollectionsMarshal.AsSpan(_counts)[position];
        count = count with { Count = count.Count + 1 };
    }

    /// <summary>All counts, ordered by layer, family, reason and filter.</summary>
    /// <returns>A new list.</returns>
    public IReadOnlyList<DiscardCount> Snapshot() =>
    [
        .. _counts.OrderBy(static c => c.Layer).ThenBy(static c => c.Family).ThenBy(static c => c.Reason.Key).ThenBy(static c => c.FilterId),
    ];

    /// <summary>The sum of the counts that fit.</summary>
    /// <param name="layer">Only this layer; null for any.</param>
    /// <param name="reason">Only this reason; null for any.</param>
    /// <param name="filterId">Only this filter; null for any, 0 for drops of the stack itself.</param>
    /// <returns>The sum.</returns>
    public long Sum(InspectionLayer? layer = null, DropReason? reason = null, ulong? filterId = null)
    {
        long sum = 0;
        foreach (DiscardCount count in _counts)
        {
            bool fits = (layer is null || layer == count.Layer) && (reason is null || reason == count.Reason) && (filterId is null || filterId == count.FilterId);
            sum += fits ? count.Count : 0;
        }

        return sum;
    }

    private readonly record struct Key(ulong FilterId, uint Reason, InspectionLayer Layer, IpFamily Family)
    {
        /// <summary>The same in every process.</summary>
        public override int GetHashCode() => (int)(((FilterId * 0x9E3779B97F4A7C15) >> 32) ^ (Reason * 31) ^ ((uint)Layer << 1) ^ (uint)Family);
    }
}
