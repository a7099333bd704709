namespace NetStackSim.Kernel;

/// <summary>A status code with the bit layout and the numbers of NTSTATUS: severity in the top two bits, then facility and code.</summary>
/// <remarks>Returned by the data path and by every member that stands for a DDI; exceptions are for misuse of the C# API only. May be used at any IRQL.</remarks>
/// <param name="value">The 32-bit code.</param>
public readonly partial struct NtStatus(uint value) : IEquatable<NtStatus>
{
    /// <summary>The 32-bit code as Windows writes it.</summary>
    public uint Value { get; } = value;

    /// <summary>NT_SUCCESS: true for success and informational severity (the code is not negative as a signed number). Pending is a success in this sense.</summary>
    public bool IsSuccess => (int)Value >= 0;

    /// <summary>NT_ERROR: true for error severity (top two bits set).</summary>
    public bool IsError => Value >> 30 == 3;

    /// <summary>NT_WARNING: true for warning severity.</summary>
    public bool IsWarning => Value >> 30 == 2;

    /// <summary>The Windows name (<c>STATUS_...</c>), or the hexadecimal number when the code has no name here.</summary>
    public string Name => NameOf(Value) ?? $"0x{Value:X8}";

    /// <summary>Compares two codes.</summary>
    /// <param name="left">One code.</param>
    /// <param name="right">The other code.</param>
    /// <returns>True when the numbers are equal.</returns>
    public static bool operator ==(NtStatus left, NtStatus right) => left.Value == right.Value;

    /// <summary>Compares two codes.</summary>
    /// <param name="left">One code.</param>
    /// <param name="right">The other code.</param>
    /// <returns>True when the numbers differ.</returns>
    public static bool operator !=(NtStatus left, NtStatus right) => left.Value != right.Value;

    /// <inheritdoc/>
    public bool Equals(NtStatus other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NtStatus other && other.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
