using System.Runtime.CompilerServices;

namespace NetStackSim.Ndis;

/// <summary>The 27 out-of-band slots, inline in the list.</summary>
[InlineArray(Count)]
internal struct InfoSlots
{
    /// <summary>Slots of the 64-bit layout.</summary>
    public const int Count = 27;

    private ulong _first;
}
