namespace NetStackSim.Wfp;

/// <summary>Types of values in classifiable fields and conditions (<c>FWP_DATA_TYPE</c>, Windows' numbers).</summary>
public enum FwpDataType : ushort
{
    /// <summary><c>FWP_EMPTY</c>: no value.</summary>
    Empty = 0,

    /// <summary><c>FWP_UINT8</c>.</summary>
    UInt8 = 1,

    /// <summary><c>FWP_UINT16</c>, host order.</summary>
    UInt16 = 2,

    /// <summary><c>FWP_UINT32</c>, host order; also an IPv4 address.</summary>
    UInt32 = 3,

    /// <summary><c>FWP_UINT64</c>.</summary>
    UInt64 = 4,

    /// <summary><c>FWP_INT8</c>.</summary>
    Int8 = 5,

    /// <summary><c>FWP_INT16</c>.</summary>
    Int16 = 6,

    /// <summary><c>FWP_INT32</c>.</summary>
    Int32 = 7,

    /// <summary><c>FWP_INT64</c>.</summary>
    Int64 = 8,

    /// <summary><c>FWP_FLOAT</c>; no field has it.</summary>
    Float = 9,

    /// <summary><c>FWP_DOUBLE</c>; no field has it.</summary>
    Double = 10,

    /// <summary><c>FWP_BYTE_ARRAY16_TYPE</c>: sixteen bytes; also an IPv6 address.</summary>
    ByteArray16 = 11,

    /// <summary><c>FWP_BYTE_BLOB_TYPE</c>.</summary>
    ByteBlob = 12,

    /// <summary><c>FWP_SID</c>.</summary>
    Sid = 13,

    /// <summary><c>FWP_SECURITY_DESCRIPTOR_TYPE</c>: conditions on token fields.</summary>
    SecurityDescriptor = 14,

    /// <summary><c>FWP_TOKEN_INFORMATION_TYPE</c>.</summary>
    TokenInformation = 15,

    /// <summary><c>FWP_TOKEN_ACCESS_INFORMATION_TYPE</c>.</summary>
    TokenAccessInformation = 16,

    /// <summary><c>FWP_UNICODE_STRING_TYPE</c>.</summary>
    UnicodeString = 17,

    /// <summary><c>FWP_BYTE_ARRAY6_TYPE</c>: six bytes, a MAC address.</summary>
    ByteArray6 = 18,

    /// <summary><c>FWP_BITMAP_INDEX_TYPE</c>.</summary>
    BitmapIndex = 19,

    /// <summary><c>FWP_BITMAP_ARRAY64_TYPE</c>.</summary>
    BitmapArray64 = 20,

    /// <summary><c>FWP_V4_ADDR_MASK</c>: conditions on IPv4 addresses.</summary>
    V4AddressMask = 0x100,

    /// <summary><c>FWP_V6_ADDR_MASK</c>: conditions on IPv6 addresses.</summary>
    V6AddressMask = 0x101,

    /// <summary><c>FWP_RANGE_TYPE</c>: conditions with two ends.</summary>
    Range = 0x102,
}
