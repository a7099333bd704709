using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Nonpaged memory of a driver, with a tag.</summary>
public sealed class DriverMemory : DriverResource
{
    private readonly byte[] _bytes;

    internal DriverMemory(DriverResources owner, int length, uint tag)
        : base(owner, DriverResourceKind.Memory)
    {
        _bytes = new byte[length];
        Tag = tag;
    }

    /// <summary>The pool tag.</summary>
    public uint Tag { get; }

    /// <summary>The bytes. IRQL: any.</summary>
    /// <exception cref="BugCheckException">The memory is freed: DRIVER_IRQL_NOT_LESS_OR_EQUAL.</exception>
    public Span<byte> Span
    {
        get
        {
            if (IsReleased)
            {
                Owner.TouchedFreed($"memory with tag 0x{Tag:X8}");
            }

            return _bytes;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_bytes.Length} bytes with tag 0x{Tag:X8}";

    /// <summary>Frees the memory. IRQL: at most Dispatch. Twice is bug check 0xC2.</summary>
    [WindowsDdi("NdisFreeMemory")]
    private protected override void Release()
    {
        NdisDdi.FreeMemory.Check(Owner.Kernel);
        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }
    }
}
