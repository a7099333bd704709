using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <content>The device is there, is reset, is gone: what its driver may touch.</content>
public sealed partial class VirtualNic
{
    // Where the memory window of every card is mapped, for reports.
    private const ulong WindowAddress = 0xFFFF_A000_F000_0000;
    private const ulong Write = 1;

    /// <summary>False after a surprise removal, until a driver starts the card again.</summary>
    public bool IsPresent { get; private set; } = true;

    /// <summary>Resets by its driver so far.</summary>
    public int Resets { get; private set; }

    /// <summary>The driver accesses a register: with the device gone its window is not mapped any more, and that is bug check 0xD1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Touch(NicRegister register)
    {
        if (!IsPresent)
        {
            Trap(register);
        }
    }

    /// <summary>The device was pulled out: no interrupt, no frame, and every send that it had fails.</summary>
    internal void Remove()
    {
        IsPresent = false;
        foreach (NicQueue queue in _queues)
        {
            queue.Interrupt.Disable();
        }

        InterruptResources.Lower();
        Stop(NdisStatus.AdapterRemoved);
        Faults?.Unstick();
    }

    /// <summary>MiniportResetEx: rings empty, interrupts clear, address filters as after power-on. What requests set beside those the driver restores itself.</summary>
    internal void Reset()
    {
        Touch(NicRegister.Control);
        bool wasRunning = IsRunning;
        Resets++;
        Stop(NdisStatus.ResetInProgress);
        foreach (NicQueue queue in _queues)
        {
            queue.Interrupt.Disable();
            queue.Interrupt.Enable();
        }

        InterruptResources.Lower();
        ClearFilters();
        Faults?.Unstick();
        IsRunning = wasRunning;
    }

    /// <summary>Power-on state: nothing passes.</summary>
    private void ClearFilters()
    {
        Filter.Bits = PacketFilter.None;
        Filter.SetGroups([]);
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Trap(NicRegister register) => _kernel.BugCheck(
        BugCheckCode.DriverIrqlNotLessOrEqual, WindowAddress + (ulong)register, (ulong)_kernel.CurrentProcessor.Irql, Write, 0,
        Adapter?.Driver.Name ?? Name, $"the driver of '{Name}' accessed register {register}; the device is gone");
}
