using System.Runtime.CompilerServices;

namespace NetStackSim.Ndis;

/// <summary>The side record of a list: what Windows keeps in a slot as a pointer is an object here. Made on first use, kept by the list's pool afterwards.</summary>
internal sealed class InfoObjects
{
    private Slots _slots;

    /// <summary>The next free record of the pool.</summary>
    public InfoObjects? Next { get; set; }

    public object? this[NetBufferListInfoId id]
    {
        get => _slots[(int)id];
        set => _slots[(int)id] = value;
    }

    public void Clear() => _slots = default;

    public void CopyTo(InfoObjects target) => target._slots = _slots;

    [InlineArray(InfoSlots.Count)]
    private struct Slots
    {
        private object? _first;
    }
}
