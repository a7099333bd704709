using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What one adapter or filter module has claimed from NDIS: memory, timers, work items, mappings. What is left when its driver lets it go is reported.</summary>
/// <remarks>Loop thread only. A driver that needs none of this pays nothing.</remarks>
public sealed class DriverResources
{
    private readonly List<DriverResource> _claimed = [];
    private long _allocations;
    private long _failAt = -1;
    private bool _mustLog;

    internal DriverResources(NdisRuntime runtime, string name, MiniportAdapter? adapter)
    {
        Runtime = runtime;
        Name = name;
        Adapter = adapter;
    }

    /// <summary>What is claimed and not released, oldest first.</summary>
    public IReadOnlyList<DriverResource> Claimed => _claimed;

    internal NdisRuntime Runtime { get; }

    internal SimKernel Kernel => Runtime.Kernel;

    /// <summary>Whose these are, for reports.</summary>
    internal string Name { get; }

    /// <summary>The adapter; null for a filter module.</summary>
    internal MiniportAdapter? Adapter { get; }

    /// <summary>MiniportShutdownEx is running.</summary>
    internal bool IsInShutdown { get; set; }

    /// <summary>Makes the k-th allocation from now on fail, once: memory, shared memory, work items and timers. 0 cancels.</summary>
    public void FailAllocationAt(long kthAllocation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(kthAllocation);
        _failAt = kthAllocation == 0 ? -1 : _allocations + kthAllocation;
    }

    /// <summary>Allocates memory. IRQL: at most Dispatch.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="tag">Pool tag; must not be 0 (rule NdisAllocateMemoryWithTagPriority).</param>
    /// <returns>The memory, or null.</returns>
    [WindowsDdi("NdisAllocateMemoryWithTagPriority")]
    public DriverMemory? AllocateMemory(int length, uint tag)
    {
        NdisDdi.AllocateMemoryWithTagPriority.Check(Kernel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (tag == 0)
        {
            Runtime.Ownership?.Violation(NdisVerifierRules.AllocateMemoryTag, Name, $"{length} bytes were allocated without a tag");
        }

        return MayAllocate() ? new DriverMemory(this, length, tag) : null;
    }

    /// <summary>Allocates a generic object. IRQL: Passive.</summary>
    [WindowsDdi("NdisAllocateGenericObject")]
    public GenericObject AllocateGenericObject(uint tag)
    {
        NdisDdi.AllocateGenericObject.Check(Kernel);
        return new GenericObject(this, tag);
    }

    /// <summary>Describes memory of the driver by an MDL. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisAllocateMdl")]
    public DriverMdl AllocateMdl(byte[] memory)
    {
        NdisArgument.NotNull(memory, Kernel, "NdisAllocateMdl");
        NdisDdi.AllocateMdl.Check(Kernel);
        return new DriverMdl(this, Mdl.Over(memory));
    }

    /// <summary>Opens the configuration of the adapter. IRQL: Passive.</summary>
    [WindowsDdi("NdisOpenConfigurationEx")]
    public AdapterConfiguration OpenConfiguration()
    {
        NdisDdi.OpenConfigurationEx.Check(Kernel);
        return new AdapterConfiguration(this, Adapter?.Settings);
    }

    /// <summary>Allocates a work item. IRQL: at most Dispatch.</summary>
    /// <returns>The work item, or null.</returns>
    [WindowsDdi("NdisAllocateIoWorkItem")]
    public IoWorkItem? AllocateWorkItem()
    {
        NdisDdi.AllocateIoWorkItem.Check(Kernel);
        return MayAllocate() ? new IoWorkItem(this) : null;
    }

    /// <summary>Allocates a timer that runs on the present processor. IRQL: at most Dispatch.</summary>
    /// <param name="routine">Runs at Dispatch.</param>
    /// <returns>The timer, or null.</returns>
    [WindowsDdi("NdisAllocateTimerObject")]
    public TimerObject? AllocateTimer(Action routine)
    {
        NdisArgument.NotNull(routine, Kernel, "NdisAllocateTimerObject");
        NdisDdi.AllocateTimerObject.Check(Kernel);
        return MayAllocate() ? new TimerObject(this, routine) : null;
    }

    /// <summary>Allocates memory that the device sees too. IRQL: Passive (0x7C/0x01 above, without verifier).</summary>
    /// <returns>The memory, or null: write that to the error log when it happens in MiniportInitializeEx.</returns>
    [WindowsDdi("NdisMAllocateSharedMemory")]
    public SharedMemory? AllocateSharedMemory(int length)
    {
        Irql irql = Kernel.CurrentProcessor.Irql;
        if (irql > Irql.Passive)
        {
            Runtime.Ownership?.Violation(NdisDdi.MAllocateSharedMemory.Rule, Name, $"NdisMAllocateSharedMemory at {irql}; legal at Passive");
            NdisBugCheck.Raise(
                Kernel, NdisBugCheckCode.AllocateSharedMemoryHighIrql, Name, $"'{Name}' asked for {length} bytes of shared memory at {irql}", 0, (ulong)length, (ulong)irql);
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (MayAllocate())
        {
            return new SharedMemory(this, length);
        }

        _mustLog = Adapter is { State: AdapterState.Initializing };
        return null;
    }

    /// <summary>Maps registers of the device: in MiniportInitializeEx, after the registration attributes. IRQL: Passive.</summary>
    /// <param name="registers">The registers, as the device has them.</param>
    [WindowsDdi("NdisMMapIoSpace")]
    public IoSpace MapIoSpace(Memory<byte> registers)
    {
        NdisDdi.MMapIoSpace.Check(Kernel);
        if (Adapter is not { State: AdapterState.Initializing, RegistrationAttributes: not null })
        {
            Runtime.Ownership?.Violation(
                NdisVerifierRules.MapIoSpace, Name,
                Adapter is { State: AdapterState.Initializing } ? "NdisMMapIoSpace before NdisMSetMiniportAttributes" : "NdisMMapIoSpace outside MiniportInitializeEx");
        }

        return new IoSpace(this, registers);
    }

    /// <summary>Registers the adapter for scatter-gather DMA. IRQL: Passive.</summary>
    /// <param name="maximumPhysicalMapping">Most bytes of one net buffer.</param>
    /// <param name="processList">MiniportProcessSGList: gets each list, at Dispatch.</param>
    [WindowsDdi("NdisMRegisterScatterGatherDma")]
    public ScatterGatherDma RegisterScatterGatherDma(int maximumPhysicalMapping, Action<ScatterGatherList, object?> processList) =>
        RegisterScatterGatherDma(new ScatterGatherDescription { MaximumPhysicalMapping = maximumPhysicalMapping }, processList);

    /// <summary>Registers the adapter for scatter-gather DMA. IRQL: Passive.</summary>
    /// <param name="description">What the device can do.</param>
    /// <param name="processList">MiniportProcessSGList: gets each list, at Dispatch.</param>
    [WindowsDdi("NdisMRegisterScatterGatherDma")]
    public ScatterGatherDma RegisterScatterGatherDma(ScatterGatherDescription description, Action<ScatterGatherList, object?> processList)
    {
        NdisArgument.NotNull(description, Kernel, "NdisMRegisterScatterGatherDma");
        NdisArgument.NotNull(processList, Kernel, "NdisMRegisterScatterGatherDma");
        NdisDdi.MRegisterScatterGatherDma.Check(Kernel);
        return new ScatterGatherDma(this, description, processList);
    }

    /// <summary>Writes an entry to the system's log. IRQL: Passive.</summary>
    /// <param name="errorCode">What happened.</param>
    /// <param name="values">Further numbers.</param>
    [WindowsDdi("NdisWriteErrorLogEntry")]
    public void WriteErrorLogEntry(NdisErrorCode errorCode, params ReadOnlySpan<uint> values)
    {
        NdisDdi.WriteErrorLogEntry.Check(Kernel);
        _mustLog = false;
        Runtime.Log(new ErrorLogEntry(Kernel.Now, Name, errorCode, values.ToArray()));
    }

    internal void Add(DriverResource resource) => _claimed.Add(resource);

    internal void Remove(DriverResource resource) => _claimed.Remove(resource);

    /// <summary>The driver has let go: nothing may be left.</summary>
    internal void CheckReleased(ReleasePhase phase)
    {
        if (_mustLog && phase == ReleasePhase.InitializeFailed)
        {
            _mustLog = false;
            Runtime.Ownership?.Violation(NdisVerifierRules.WriteErrorLog, Name, $"'{Name}' got no shared memory, failed to initialize and wrote nothing to the error log");
        }

        for (int i = 0; i < _claimed.Count; i++)
        {
            if (_claimed[i].IsHeld)
            {
                ReleaseRules.Report(this, _claimed[i], phase);
            }
        }

        _claimed.Clear();
    }

    [DoesNotReturn]
    internal void TouchedFreed(string what) =>
        Kernel.BugCheck(BugCheckCode.DriverIrqlNotLessOrEqual, 0, (ulong)Kernel.CurrentProcessor.Irql, 0, 0, Name, $"'{Name}' used {what}: it is freed, or must not be yet");

    [DoesNotReturn]
    internal void FreedTwice(string what) => Kernel.BugCheck(BugCheckCode.BadPoolCaller, 0x07, 0, 0, 0, Name, $"'{Name}' freed {what} twice");

    private bool MayAllocate() => ++_allocations != _failAt;
}
