using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>Redirect records of a host as the opaque values that clients get: a number of a row.</summary>
internal sealed class RedirectRecordTable
{
    private const int Size = sizeof(ulong);

    private readonly List<RedirectRecords> _rows = [];

    /// <summary>Writes records, or their context.</summary>
    /// <returns>Success; buffer too small with the size that is needed; not found when there is no context.</returns>
    internal NtStatus Read(RedirectRecords records, bool context, Span<byte> output, out int bytes)
    {
        byte[]? value = context ? records.Context : Value(records);
        bytes = value?.Length ?? 0;
        if (value is null)
        {
            return NtStatus.NotFound;
        }

        return value.AsSpan().TryCopyTo(output) ? NtStatus.Success : NtStatus.BufferTooSmall;
    }

    /// <summary>Finds records by the value that a client got; null for any other value.</summary>
    internal RedirectRecords? Find(ReadOnlySpan<byte> value)
    {
        if (value.Length != Size)
        {
            return null;
        }

        ulong row = BinaryPrimitives.ReadUInt64LittleEndian(value);
        return row >= 1 && row <= (ulong)_rows.Count ? _rows[(int)row - 1] : null;
    }

    private byte[] Value(RedirectRecords records)
    {
        int row = _rows.IndexOf(records);
        if (row < 0)
        {
            row = _rows.Count;
            _rows.Add(records);
        }

        byte[] value = new byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(value, (ulong)row + 1);
        return value;
    }
}
