namespace NetStackSim.Ndis;

/// <summary>Slot 9: which hash is in slot 8.</summary>
public readonly record struct HashInfo
{
    /// <summary>Reads a slot value: function:8, type:16.</summary>
    public HashInfo(ulong value) => Value = value;

    /// <summary>Makes a value from a function (1 = Toeplitz) and a type bit such as 0x200 (TCP over IPv4).</summary>
    public HashInfo(byte function, uint type) => Value = function | (type & 0x00FF_FF00);

    /// <summary>The slot value.</summary>
    public ulong Value { get; }

    /// <summary>The hash function; 1 = Toeplitz.</summary>
    public byte Function => (byte)Value;

    /// <summary>The hash type bit (NDIS_HASH_*).</summary>
    public uint Type => (uint)Value & 0x00FF_FF00;
}
