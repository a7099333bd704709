using System.Runtime.CompilerServices;

namespace NetStackSim.Wfp;

/// <summary>A field's value as a key of an index: a number as it is, an object by its hash.</summary>
/// <param name="High">The upper half.</param>
/// <param name="Low">The lower half.</param>
internal readonly record struct FieldKey(ulong High, ulong Low)
{
    /// <summary>The key of a value that is not empty; false when the type of the value cannot be a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryOf(in FwpValue value, out FieldKey key)
    {
        if (value.Reference is null)
        {
            key = new FieldKey(value.High, value.Low);
            return true;
        }

        return TryOfObject(value.Reference, out key);
    }

    /// <summary>The key of an object; false when it cannot be one.</summary>
    internal static bool TryOfObject(object item, out FieldKey key)
    {
        switch (item)
        {
            case FwpBlob blob:
                key = new FieldKey(0, blob.Hash);
                return true;
            case Kernel.Sid sid:
                key = new FieldKey(1, HashOf(sid));
                return true;
            case string text:
                key = new FieldKey(2, Kernel.StableHash.Of(text));
                return true;
            default:
                key = default;
                return false;
        }
    }

    /// <summary>The keys of all values that a test matches; null when it is not about exact values alone.</summary>
    internal static FieldKey[]? TryOf(FieldTest test)
    {
        if (test.Intervals is { } points)
        {
            return Array.TrueForAll(points, static p => p.IsPoint) ? Array.ConvertAll(points, static p => OfNumber(p.Low)) : null;
        }

        List<FieldKey> keys = [];
        foreach (ref readonly CompiledCondition condition in test.Alternatives)
        {
            if (condition.Kind != ConditionKind.ObjectEqual || !TryOfObject(condition.First!, out FieldKey key))
            {
                return null;
            }

            if (!keys.Contains(key))
            {
                keys.Add(key);
            }
        }

        return [.. keys];
    }

    /// <summary>A number's key.</summary>
    internal static FieldKey OfNumber(UInt128 number) => new((ulong)(number >> 64), (ulong)number);

    /// <summary>Where in a table of a power of two the key belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Slot(int shift) => (int)(((Low * 0x9E3779B97F4A7C15) ^ (High * 0xC2B2AE3D27D4EB4F)) * 0xD6E8FEB86659FD93 >> shift);

    private static ulong HashOf(Kernel.Sid sid)
    {
        ulong hash = sid.Authority;
        foreach (uint subAuthority in sid.SubAuthorities)
        {
            hash = Kernel.StableHash.Mix(hash, subAuthority);
        }

        return hash;
    }
}
