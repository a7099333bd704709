using System.Globalization;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>
/// Handles as the debugger prints them: 16 digits that look like kernel addresses. They are made of the order in which objects came, so that equal runs print equal
/// handles, and are never used for anything but naming.
/// </summary>
internal static class InspectorHandles
{
    private const ulong ObjectBase = 0xFFFF_8000_0000_0000;
    private const ulong PoolBase = 0xFFFF_A000_0000_0000;

    /// <summary>The handle of an adapter, module, binding or driver.</summary>
    public static string Of(uint objectNumber) => Format(ObjectBase + ((ulong)objectNumber << 8));

    /// <summary>The handle of a pool.</summary>
    public static string Of(NetBufferListPool pool) => Format(AddressOf(pool));

    /// <summary>The handle of a list.</summary>
    public static string Of(NetBufferList list) => Format(AddressOf(list));

    /// <summary>The handle of a frame of a list.</summary>
    public static string Of(NetBufferList list, int netBuffer) => Format(AddressOf(list) + (ulong)netBuffer + 1);

    /// <summary>The handle of whatever stands in a source handle.</summary>
    public static string OfSource(object? source) => source switch
    {
        MiniportAdapter adapter => Of(adapter.ObjectNumber),
        FilterModule module => Of(module.ObjectNumber),
        ProtocolBinding binding => Of(binding.ObjectNumber),
        _ => "0",
    };

    /// <summary>Finds what a handle or a name means: the handle, the whole name, or a part of the name that only one has.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public static T Find<T>(IReadOnlyCollection<T> all, string target, string what, Func<T, string> handleOf, Func<T, string> nameOf)
    {
        string digits = target.Replace("`", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        foreach (T each in all)
        {
            if (string.Equals(handleOf(each), digits, StringComparison.OrdinalIgnoreCase) || string.Equals(nameOf(each), target, StringComparison.OrdinalIgnoreCase))
            {
                return each;
            }
        }

        T[] parts = [.. all.Where(each => nameOf(each).Contains(target, StringComparison.OrdinalIgnoreCase))];
        string names = string.Join(", ", (parts.Length == 0 ? all : parts).Select(each => $"{handleOf(each)} {nameOf(each)}"));
        return parts.Length switch
        {
            1 => parts[0],
            0 => throw new ArgumentException($"There is no {what} '{target}'; there {(all.Count == 0 ? "is none" : "are: " + names)}."),
            _ => throw new ArgumentException($"'{target}' is more than one {what}: {names}."),
        };
    }

    private static ulong AddressOf(NetBufferList list) => AddressOf(list.Pool) + ((ulong)list.Serial << 4);

    private static ulong AddressOf(NetBufferListPool pool)
    {
        ReadOnlySpan<IKernelPool> pools = pool.Kernel.Pools.Pools;
        ulong index = 0;
        while ((int)index < pools.Length && !ReferenceEquals(pools[(int)index], pool))
        {
            index++;
        }

        return PoolBase + (index << 32);
    }

    private static string Format(ulong address) => address.ToString("x16", CultureInfo.InvariantCulture);
}
