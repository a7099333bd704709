using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>The I/O manager of one host: IRPs, drivers, devices and their stacks, and the calls between them.</summary>
/// <remarks>Reached through <see cref="SimKernel.Io"/>. IRQL rules stand at the members; the verifier of the host checks them and the rules of <see cref="IrpRules"/>.</remarks>
public sealed partial class IoManager : ILeakSource, IStallReporter
{
    /// <summary>How deep completions may nest: a completion routine that starts a request which completes inline adds one.</summary>
    public const int MaxCompletionDepth = 32;

    private readonly List<Irp> _irps = [];
    private readonly List<DriverObject> _drivers = [];
    private readonly IrpPool _pool;
    private readonly IrpChecks? _checks;
    private int _completionDepth;

    internal IoManager(SimKernel kernel)
    {
        Kernel = kernel;
        _pool = new IrpPool(kernel, this);
        _checks = kernel.Verifier is null ? null : new IrpChecks(this);
        _cancelLock = new SimSpinLock(kernel, "IoCancelSpinLock");
        _postedDpc = new Dpc(kernel.Processors[0], new PostedCompletions(this));
        kernel.AddLeakSource(this);
        kernel.Loop.AddStallReporter(this);
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The names of devices, drivers and links.</summary>
    public ObjectNamespace Names { get; } = new();

    /// <summary>Counts of the host's IRPs.</summary>
    public IrpStatistics Statistics { get; } = new();

    /// <summary>Inline as on Windows, or posted. Change it only while no IRP is in flight.</summary>
    public IrpCompletionMode CompletionMode { get; set; }

    /// <summary>Loaded drivers in the order of loading.</summary>
    public IReadOnlyList<DriverObject> Drivers => _drivers;

    internal IrpChecks? Checks => _checks;

    /// <summary>Allocates an IRP; false when the pool's quota is used up or a failure is injected (IoAllocateIrp returning NULL).</summary>
    /// <param name="stackSize">Number of drivers it will pass through: <see cref="DeviceObject.StackSize"/> of the device it is for, or 1 for WSK.</param>
    /// <param name="irp">The IRP; the caller owns it and gives it back with <see cref="Irp.Free"/>.</param>
    /// <param name="owner">Who allocates, for reports.</param>
    [WindowsDdi("IoAllocateIrp")]
    public bool TryAllocateIrp(int stackSize, [NotNullWhen(true)] out Irp? irp, string owner = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stackSize, 1);
        return TryAllocateIrp(stackSize, IrpOrigin.Client, owner, out irp);
    }

    /// <summary>Allocates an IRP.</summary>
    /// <param name="stackSize">Number of drivers it will pass through.</param>
    /// <param name="owner">Who allocates, for reports.</param>
    /// <exception cref="InvalidOperationException">There is none; callers on a path that must go on use <see cref="TryAllocateIrp(int, out Irp?, string)"/>.</exception>
    [WindowsDdi("IoAllocateIrp")]
    public Irp AllocateIrp(int stackSize, string owner = "")
        => TryAllocateIrp(stackSize, out Irp? irp, owner) ? irp : throw new InvalidOperationException($"Host '{Kernel.Name}' has no IRP left (quota or injected failure).");

    /// <summary>Hands an IRP to the driver of a device, which from now on owns it. The IRP must not be touched after the call unless the caller's routine kept it.</summary>
    /// <param name="device">The device; callers who want the whole stack name its top.</param>
    /// <param name="irp">The IRP, with the next stack location filled in.</param>
    /// <returns>What the driver returned: <see cref="NtStatus.Pending"/>, or the status the IRP was completed with.</returns>
    [WindowsDdi("IoCallDriver")]
    public NtStatus CallDriver(DeviceObject device, Irp irp)
    {
        IrpChecks? checks = _checks;
        checks?.BeforeDispatch(irp, device);
        IoStackLocation location = irp.Enter(device);
        DriverDispatch dispatch = device.Driver.DispatchOf(location.MajorFunction);
        return checks is null ? dispatch(device, irp) : checks.Dispatch(dispatch, device, irp);
    }

    /// <summary>Makes a device control request that the I/O manager owns: it needs no completion routine and is freed when its wait ends.</summary>
    /// <remarks>
    /// Hand it to <see cref="CallDriver"/> and give the result to <see cref="Irp.WaitAsync(NtStatus)"/>, always, also when the call did not return PENDING.
    /// IRQL: Passive.
    /// </remarks>
    /// <param name="device">The device it will be handed to.</param>
    /// <param name="controlCode">The control code.</param>
    /// <param name="buffer">Input, and room for output (method buffered).</param>
    /// <param name="inputLength">Bytes of input in <paramref name="buffer"/>.</param>
    /// <param name="isInternal">IRP_MJ_INTERNAL_DEVICE_CONTROL in place of IRP_MJ_DEVICE_CONTROL.</param>
    /// <param name="file">The open file the request is about.</param>
    [WindowsDdi("IoBuildDeviceIoControlRequest")]
    public Irp BuildDeviceControlRequest(DeviceObject device, uint controlCode, Memory<byte> buffer, int inputLength, bool isInternal = false, FileObject? file = null)
    {
        Irp irp = AllocateManagerIrp(device, "device control", file);
        IoStackLocation next = irp.NextStackLocation;
        next.MajorFunction = isInternal ? IrpMajorFunction.InternalDeviceControl : IrpMajorFunction.DeviceControl;
        next.IoControlCode = controlCode;
        next.InputBufferLength = inputLength;
        next.OutputBufferLength = buffer.Length;
        irp.SystemBuffer = buffer;
        return irp;
    }

    /// <summary>Adds a line for every file object that is not closed. The IRPs are reported by their pool.</summary>
    /// <param name="report">Collects the lines.</param>
    public void ReportLeaks(LeakReport report)
    {
        foreach (FileObject file in _openFiles)
        {
            report.Add("file", $"{Kernel.Name}: {file}, opened by {file.Process?.ToString() ?? "a driver"}", 1);
        }
    }

    /// <summary>One line for every IRP that is not in the pool.</summary>
    internal void ReportIrps(LeakReport report)
    {
        Statistics.Leaked = Statistics.Outstanding;
        foreach (Irp irp in _irps)
        {
            if (irp.State != IrpState.Free)
            {
                report.Add("irp", $"{Kernel.Name}: {irp.Describe()}, {irp.State}", 1);
            }
        }
    }

    /// <inheritdoc/>
    public void ReportPending(StallReport report)
    {
        foreach (Irp irp in _irps)
        {
            if (irp.State is IrpState.InFlight or IrpState.CompletionQueued)
            {
                report.Add("irp", $"{Kernel.Name}: {irp.Describe()}, sent at {irp.SentAtNs} ns");
            }
        }
    }

    internal bool TryAllocateIrp(int stackSize, IrpOrigin origin, string owner, [NotNullWhen(true)] out Irp? irp)
    {
        if (!_pool.TryRent(out irp))
        {
            return false;
        }

        irp.Initialize(stackSize, owner, origin);
        _checks?.CheckIrql(irp, Irql.Dispatch, "IoAllocateIrp");
        Statistics.Allocated++;
        return true;
    }

    internal Irp CreateIrp()
    {
        Irp irp = new(this, _irps.Count + 1);
        _irps.Add(irp);
        return irp;
    }

    internal void ReturnIrp(Irp irp)
    {
        Statistics.Freed++;
        _pool.Return(irp);
    }

    internal Irp AllocateManagerIrp(DeviceObject device, string owner, FileObject? file)
    {
        if (!TryAllocateIrp(device.StackSize, IrpOrigin.Manager, owner, out Irp? irp))
        {
            throw new InvalidOperationException($"Host '{Kernel.Name}' has no IRP left for {owner} (quota or injected failure).");
        }

        irp.NextStackLocation.FileObject = file;
        irp.ArmWait();
        return irp;
    }

    internal void EnterCompletion(Irp irp)
    {
        if (++_completionDepth > MaxCompletionDepth)
        {
            Violation(
                IrpRules.CompletionDepth,
                irp,
                $"Completions nest more than {MaxCompletionDepth} deep: completion routines start requests that complete inline. Set IoManager.CompletionMode to Posted or start the next request elsewhere.");
        }
    }

    internal void LeaveCompletion() => _completionDepth--;

    /// <summary>A broken rule about an IRP.</summary>
    internal void Violation(VerifierRule rule, Irp irp, string message) => Violation(rule, irp.Describe(), message);

    /// <summary>A broken rule: reported by the verifier if there is one, which may only record it; else a bug check.</summary>
    internal void Violation(VerifierRule rule, string culprit, string message)
    {
        if (Kernel.Verifier is { } verifier)
        {
            verifier.Violation(rule, culprit, message);
            return;
        }

        Kernel.BugCheck(rule.Code, rule.Parameter1, 0, 0, 0, culprit, $"{rule.Name}: {message}");
    }

    [DoesNotReturn]
    internal void BugCheckIrp(BugCheckCode code, Irp irp, string message)
        => Kernel.BugCheck(code, (ulong)irp.Serial, (ulong)irp.State, (ulong)irp.CurrentLocation, (ulong)irp.StackCount, irp.Describe(), message);
}
