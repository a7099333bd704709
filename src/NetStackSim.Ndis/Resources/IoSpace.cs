using System.Buffers.Binary;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Mapped registers of a device. After a surprise removal reads give all ones and writes go nowhere, and each is counted.</summary>
public sealed class IoSpace : DriverResource
{
    private readonly Memory<byte> _registers;

    internal IoSpace(DriverResources owner, Memory<byte> registers)
        : base(owner, DriverResourceKind.IoSpace)
    {
        _registers = registers;
    }

    /// <summary>Accesses after the device was gone: a driver that knows of the removal makes none.</summary>
    public long AccessesAfterRemoval { get; private set; }

    /// <summary>Reads a register. IRQL: any.</summary>
    /// <exception cref="BugCheckException">The space is unmapped: DRIVER_IRQL_NOT_LESS_OR_EQUAL.</exception>
    [WindowsDdi("NdisReadRegisterUlong")]
    public uint Read(int offset) => IsGone() ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(_registers.Span[offset..]);

    /// <summary>Writes a register. IRQL: any.</summary>
    /// <exception cref="BugCheckException">The space is unmapped: DRIVER_IRQL_NOT_LESS_OR_EQUAL.</exception>
    [WindowsDdi("NdisWriteRegisterUlong")]
    public void Write(int offset, uint value)
    {
        if (!IsGone())
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_registers.Span[offset..], value);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_registers.Length} bytes of registers";

    /// <summary>Unmaps the registers. IRQL: Passive.</summary>
    [WindowsDdi("NdisMUnmapIoSpace")]
    private protected override void Release()
    {
        NdisDdi.MUnmapIoSpace.Check(Owner.Kernel);
        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }
    }

    private bool IsGone()
    {
        if (IsReleased)
        {
            Owner.TouchedFreed("registers that are unmapped");
        }

        if (Owner.Adapter is not { IsRemoved: true })
        {
            return false;
        }

        AccessesAfterRemoval++;
        return true;
    }
}
