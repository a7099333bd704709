using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace NetStackSim.Kernel;

/// <summary>One value of a registry key: a name, a type, and bytes. Immutable.</summary>
public sealed class RegistryValue
{
    private readonly byte[] _data;

    /// <summary>Makes a value from its bytes.</summary>
    /// <param name="name">Name; empty for the key's default value.</param>
    /// <param name="type">Type.</param>
    /// <param name="data">Bytes as the registry stores them; copied.</param>
    public RegistryValue(string name, RegistryValueType type, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Type = type;
        _data = data.ToArray();
    }

    /// <summary>Name; empty for the key's default value.</summary>
    public string Name { get; }

    /// <summary>Type.</summary>
    public RegistryValueType Type { get; }

    /// <summary>The bytes as the registry stores them: texts in UTF-16 with their terminator.</summary>
    public ReadOnlySpan<byte> Data => _data;

    /// <summary>Makes a REG_DWORD.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Number.</param>
    public static RegistryValue FromDword(string name, uint value)
    {
        Span<byte> data = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(data, value);
        return new RegistryValue(name, RegistryValueType.Dword, data);
    }

    /// <summary>Makes a REG_QWORD.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Number.</param>
    public static RegistryValue FromQword(string name, ulong value)
    {
        Span<byte> data = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(data, value);
        return new RegistryValue(name, RegistryValueType.Qword, data);
    }

    /// <summary>Makes a REG_SZ or REG_EXPAND_SZ.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Text.</param>
    /// <param name="expand">True for REG_EXPAND_SZ.</param>
    public static RegistryValue FromString(string name, string value, bool expand = false)
        => new(name, expand ? RegistryValueType.ExpandString : RegistryValueType.String, Encoding.Unicode.GetBytes(value + '\0'));

    /// <summary>Makes a REG_MULTI_SZ.</summary>
    /// <param name="name">Name.</param>
    /// <param name="values">Texts, none of them empty.</param>
    public static RegistryValue FromStrings(string name, params IEnumerable<string> values)
    {
        StringBuilder text = new();
        foreach (string value in values)
        {
            text.Append(value).Append('\0');
        }

        return new RegistryValue(name, RegistryValueType.MultiString, Encoding.Unicode.GetBytes(text.Append('\0').ToString()));
    }

    /// <summary>The value as a 32-bit number; false for another type or length.</summary>
    /// <param name="value">The number.</param>
    public bool TryGetDword(out uint value)
    {
        value = 0;
        if (_data.Length != 4 || Type is not (RegistryValueType.Dword or RegistryValueType.DwordBigEndian))
        {
            return false;
        }

        value = Type == RegistryValueType.Dword ? BinaryPrimitives.ReadUInt32LittleEndian(_data) : BinaryPrimitives.ReadUInt32BigEndian(_data);
        return true;
    }

    /// <summary>The value as a 64-bit number; false for another type or length. A 32-bit number is widened.</summary>
    /// <param name="value">The number.</param>
    public bool TryGetQword(out ulong value)
    {
        if (Type == RegistryValueType.Qword && _data.Length == 8)
        {
            value = BinaryPrimitives.ReadUInt64LittleEndian(_data);
            return true;
        }

        bool isDword = TryGetDword(out uint dword);
        value = dword;
        return isDword;
    }

    /// <summary>The value as text; false for another type. Ends at the first terminator, if there is one.</summary>
    /// <param name="value">The text.</param>
    public bool TryGetString([NotNullWhen(true)] out string? value)
    {
        value = null;
        if (Type is not (RegistryValueType.String or RegistryValueType.ExpandString or RegistryValueType.Link))
        {
            return false;
        }

        string text = Encoding.Unicode.GetString(_data.AsSpan(0, _data.Length & ~1));
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        value = end < 0 ? text : text[..end];
        return true;
    }

    /// <summary>The value as a list of texts; false for another type. A single text is a list of one.</summary>
    /// <param name="values">The texts.</param>
    public bool TryGetStrings([NotNullWhen(true)] out IReadOnlyList<string>? values)
    {
        values = null;
        if (TryGetString(out string? single))
        {
            values = [single];
            return true;
        }

        if (Type != RegistryValueType.MultiString)
        {
            return false;
        }

        values = Encoding.Unicode.GetString(_data.AsSpan(0, _data.Length & ~1)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
        => TryGetQword(out ulong number) ? $"{Name} = {number}"
            : TryGetStrings(out IReadOnlyList<string>? texts) ? $"{Name} = {string.Join(", ", texts)}"
            : $"{Name} = {Convert.ToHexStringLower(_data)}";
}
