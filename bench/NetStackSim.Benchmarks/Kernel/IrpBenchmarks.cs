using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;

namespace NetStackSim.Benchmarks.Kernel;

/// <summary>An IRP from allocation to the creator's completion routine, by the number of drivers that it passes.</summary>
[MemoryDiagnoser]
public class IrpBenchmarks
{
    private static readonly IrpCompletionRoutine Keep = static (irp, _) => NtStatus.MoreProcessingRequired;

    private SimKernel _kernel = null!;
    private DeviceObject _top = null!;
    private Irp _reused = null!;

    /// <summary>Drivers in the stack.</summary>
    [Params(1, 4)]
    public int Drivers { get; set; }

    /// <summary>All rules checked.</summary>
    [Params(false, true)]
    public bool Verifier { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kernel = new SimKernel(new EventLoop(), new SimKernelOptions { Name = "bench", Verifier = Verifier });
        _kernel.Io.LoadDriver("completes", driver => Entry(driver, static (_, irp) => irp.CompleteRequest(NtStatus.Success)), out DriverObject? bottom);
        _kernel.Io.CreateDevice(bottom!, null, DeviceType.Network, out DeviceObject? device);
        _top = device!;
        for (int i = 1; i < Drivers; i++)
        {
            _kernel.Io.LoadDriver($"passes {i}", driver => Entry(driver, PassDown), out DriverObject? passing);
            _kernel.Io.CreateDevice(passing!, null, DeviceType.Network, out DeviceObject? above);
            _kernel.Io.AttachDevice(above!, _top);
            _top = above!;
        }

        _reused = _kernel.Io.AllocateIrp(Drivers, "bench");
    }

    [Benchmark]
    public NtStatus AllocateCallCompleteFree()
    {
        Irp irp = _kernel.Io.AllocateIrp(Drivers, "bench");
        NtStatus status = Call(irp);
        irp.Free();
        return status;
    }

    [Benchmark]
    public NtStatus ReuseCallComplete()
    {
        _reused.Reuse(NtStatus.Unsuccessful);
        return Call(_reused);
    }

    private static NtStatus Entry(DriverObject driver, DriverDispatch dispatch)
    {
        driver[IrpMajorFunction.DeviceControl] = dispatch;
        return NtStatus.Success;
    }

    private static NtStatus PassDown(DeviceObject device, Irp irp)
    {
        irp.SkipCurrentStackLocation();
        return irp.Manager.CallDriver(device.LowerDevice!, irp);
    }

    private NtStatus Call(Irp irp)
    {
        irp.NextStackLocation.MajorFunction = IrpMajorFunction.DeviceControl;
        irp.SetCompletionRoutine(Keep, null);
        return _kernel.Io.CallDriver(_top, irp);
    }
}
