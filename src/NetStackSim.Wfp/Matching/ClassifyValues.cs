using System.Runtime.CompilerServices;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>
/// The values of one layer's fields (<c>FWPS_INCOMING_VALUES0</c>). Made once per caller and filled anew for each classification;
/// setting a number stores no reference and allocates nothing. A field that was not set is <see cref="FwpDataType.Empty"/>.
/// </summary>
public sealed class ClassifyValues
{
    private readonly FwpValue[] _values;

    /// <summary>Makes the values of a layer, all empty.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="room">The least number of slots: a discard layer may lack the newest fields of the layer that it repeats.</param>
    public ClassifyValues(LayerSchema layer, int room = 0)
    {
        Layer = layer;
        _values = new FwpValue[Math.Max(layer.Fields.Length, room)];
    }

    /// <summary>The layer whose fields these are.</summary>
    public LayerSchema Layer { get; }

    /// <summary>Number of fields.</summary>
    public int Count => _values.Length;

    /// <summary>All values in field order.</summary>
    public ReadOnlySpan<FwpValue> Span => _values;

    /// <summary>The value of a field.</summary>
    /// <param name="field">The field's index (constants of the <c>...Field</c> classes).</param>
    /// <returns>The value.</returns>
    public ref readonly FwpValue this[int field] => ref _values[field];

    /// <summary>Makes all fields empty.</summary>
    public void Clear() => Array.Clear(_values);

    /// <summary>Makes a field empty.</summary>
    /// <param name="field">The field's index.</param>
    public void SetEmpty(int field) => _values[field] = default;

    /// <summary>Sets a field of the type UInt8.</summary>
    /// <param name="field">The field's index.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int field, byte value) => _values[field].SetNumber(FwpDataType.UInt8, value);

    /// <summary>Sets a field of the type UInt16.</summary>
    /// <param name="field">The field's index.</param>
    /// <param name="value">The value in host order.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int field, ushort value) => _values[field].SetNumber(FwpDataType.UInt16, value);

    /// <summary>Sets a field of the type UInt32.</summary>
    /// <param name="field">The field's index.</param>
    /// <param name="value">The value in host order.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int field, uint value) => _values[field].SetNumber(FwpDataType.UInt32, value);

    /// <summary>Sets a field of the type UInt64.</summary>
    /// <param name="field">The field's index.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int field, ulong value) => _values[field].SetNumber(FwpDataType.UInt64, value);

    /// <summary>Sets an address field: UInt32 for IPv4, ByteArray16 for IPv6. The family must be the layer's.</summary>
    /// <param name="field">The field's index.</param>
    /// <param name="address">The address.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int field, in IpAddress address)
    {
        ref FwpValue slot = ref _values[field];
        if (address.IsV4)
        {
            slot.SetNumber(FwpDataType.UInt32, address.V4Value);
        }
        else
        {
            slot.SetNumber128(address.High, address.Low);
        }
    }

    /// <summary>Sets a field of the type ByteArray6.</summary>
    /// <param name="field">The field's index.</param>
    /// <param name="value">The address.</param>
    public void Set(int field, MacAddress value) => _values[field].SetNumber(FwpDataType.ByteArray6, value.Value);

    /// <summary>Sets a field of any type.</summary>
    /// <param name="field">The field's index.</param>
    /// <param name="value">The value.</param>
    public void Set(int field, in FwpValue value) => _values[field] = value;
}
