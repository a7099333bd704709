using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Memory that a driver shares with its device: both see the same bytes.</summary>
public sealed class SharedMemory : DriverResource
{
    internal SharedMemory(DriverResources owner, int length)
        : base(owner, DriverResourceKind.SharedMemory)
    {
        Memory = new byte[length];
    }

    /// <summary>The bytes, for driver and device.</summary>
    public Memory<byte> Memory { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Memory.Length} bytes of shared memory";

    /// <summary>Frees the memory: not from MiniportShutdownEx (rule NdisMFreeSharedMemory), not twice (0x7C/0x03). IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisMFreeSharedMemory")]
    private protected override void Release()
    {
        NdisDdi.MFreeSharedMemory.Check(Owner.Kernel);
        if (Owner.IsInShutdown)
        {
            Owner.Runtime.Ownership?.Violation(NdisVerifierRules.FreeSharedMemory, Owner.Name, "NdisMFreeSharedMemory from MiniportShutdownEx: stop the hardware, free nothing");
        }

        if (!TryRelease())
        {
            NdisBugCheck.Raise(Owner.Kernel, NdisBugCheckCode.FreeInvalidSharedMemory, Owner.Name, $"{this} of '{Owner.Name}' was freed twice");
        }
    }
}
