namespace NetStackSim.Wfp;

/// <summary>What the rules of matching ask about data types.</summary>
public static class FwpDataTypes
{
    /// <summary>True for the unsigned integer types; the flag matches are defined on these alone.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True when unsigned.</returns>
    public static bool IsUnsigned(this FwpDataType type) => type is >= FwpDataType.UInt8 and <= FwpDataType.UInt64;

    /// <summary>True for types with an order: all integers, sixteen bytes, blobs and strings.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True when sortable.</returns>
    public static bool IsSortable(this FwpDataType type) =>
        type is (>= FwpDataType.UInt8 and <= FwpDataType.Int64) or FwpDataType.ByteArray16 or FwpDataType.ByteBlob or FwpDataType.UnicodeString;

    /// <summary>True for the token fields, which take security descriptors.</summary>
    /// <param name="type">The type.</param>
    /// <returns>True when a token.</returns>
    public static bool IsToken(this FwpDataType type) =>
        type is FwpDataType.TokenInformation or FwpDataType.TokenAccessInformation;

    /// <summary>The width of a type of fixed size.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Bits; 0 for types of no fixed size.</returns>
    public static int Bits(this FwpDataType type) => type switch
    {
        FwpDataType.UInt8 or FwpDataType.Int8 => 8,
        FwpDataType.UInt16 or FwpDataType.Int16 => 16,
        FwpDataType.UInt32 or FwpDataType.Int32 or FwpDataType.Float => 32,
        FwpDataType.UInt64 or FwpDataType.Int64 or FwpDataType.Double => 64,
        FwpDataType.ByteArray16 => 128,
        FwpDataType.ByteArray6 => 48,
        _ => 0,
    };

    /// <summary>The largest number of an unsigned integer type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The number; 0 for other types.</returns>
    public static ulong MaxValue(this FwpDataType type) => type switch
    {
        FwpDataType.UInt8 => byte.MaxValue,
        FwpDataType.UInt16 => ushort.MaxValue,
        FwpDataType.UInt32 => uint.MaxValue,
        FwpDataType.UInt64 => ulong.MaxValue,
        _ => 0,
    };
}
