using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A miniport without data whose life-cycle handlers are given by the test.</summary>
internal sealed class HookedMiniport : IMiniportDriver, IMiniport, IMiniportInterrupt
{
    public MiniportAdapter Adapter { get; private set; } = null!;

    public Action<MiniportAdapter>? BeforeAttributes { get; set; }

    public Func<MiniportAdapter, NtStatus>? OnInitialize { get; set; }

    public Action<HaltAction>? OnHalt { get; set; }

    public Action? OnShutdown { get; set; }

    public bool SetsGeneralAttributes { get; set; } = true;

    /// <summary>Adds an adapter with a line interrupt.</summary>
    public static HookedMiniport AddTo(NdisRuntime runtime, Action<HookedMiniport> configure)
    {
        HookedMiniport driver = new();
        configure(driver);
        Device device = new(runtime.Kernel);
        runtime.AddAdapter(runtime.RegisterMiniport(driver, new MiniportOptions { Name = "hooked" }), new AdapterOptions { Name = "Hooked", Device = device });
        return driver;
    }

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        Adapter = adapter;
        BeforeAttributes?.Invoke(adapter);
        adapter.SetAttributes(new MiniportRegistrationAttributes());
        if (SetsGeneralAttributes)
        {
            adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = TestMiniport.Address, PermanentMacAddress = TestMiniport.Address });
        }

        NtStatus status = OnInitialize?.Invoke(adapter) ?? NtStatus.Success;
        miniport = status.IsSuccess ? this : null;
        return status;
    }

    public void Halt(HaltAction action) => OnHalt?.Invoke(action);

    public void Shutdown(ShutdownAction action) => OnShutdown?.Invoke();

    public NtStatus Pause(PauseReason reason) => NtStatus.Success;

    public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    public NtStatus OidRequest(OidRequest request) => NtStatus.Success;

    public void CancelOidRequest(ulong requestId)
    {
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => Adapter.CompleteSend(ref chain, SendCompleteFlags.None);

    public void CancelSend(ulong cancelId)
    {
    }

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => chain.Take();

    public bool Interrupt(out bool queueDefaultInterruptDpc, out uint targetProcessors)
    {
        (queueDefaultInterruptDpc, targetProcessors) = (false, 0);
        return true;
    }

    public void InterruptDpc(object? dpcContext, ref ReceiveThrottle throttle)
    {
    }

    private sealed class Device(SimKernel kernel) : IInterruptDevice
    {
        public InterruptResources InterruptResources { get; } = new([], new InterruptLine(kernel.BootProcessor));
    }
}
