using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// The newest permits of a packet layer by what its fields can hold: packets of a flow come in long runs and differ in nothing that a filter can
/// ask for. Serves only layers without callouts, and only until the next commit that changes the layer, or until the
/// addresses of the host or the profile of its networks change.
/// </summary>
internal sealed class PermitCache
{
    private const int Size = 64;

    private readonly PermitCacheEntry?[] _entries = new PermitCacheEntry?[Size];

    /// <summary>The entry of a packet that was permitted under this epoch; null when there is none.</summary>
    internal PermitCacheEntry? Find(ref InspectionContext context, ulong epoch)
    {
        PermitCacheEntry? entry = _entries[IndexOf(ref context)];
        return entry is not null && entry.Epoch == epoch && entry.Fits(ref context) ? entry : null;
    }

    /// <summary>Keeps a permit; one with more terminating filters than an entry holds is not kept.</summary>
    internal void Add(ref InspectionContext context, ulong epoch, in ClassifyResult result)
    {
        if (result.Terminating.Count <= PermitCacheEntry.MaxFilters)
        {
            ref PermitCacheEntry? entry = ref _entries[IndexOf(ref context)];
            entry ??= new PermitCacheEntry();
            entry.Set(ref context, epoch, result);
        }
    }

    private static int IndexOf(ref InspectionContext context) =>
        (int)(context.RemoteAddress.Low ^ context.LocalPort ^ ((uint)context.RemotePort >> 3)) & (Size - 1);
}
