using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A device with interrupt pins and a cause bit for each message, and its driver, which notes every call.</summary>
internal class InterruptMiniport : IMiniportDriver, IMiniport, IMiniportInterrupt, IInterruptDevice
{
    public InterruptMiniport(InterruptResources resources, List<string> log, string name = "nic")
    {
        InterruptResources = resources;
        Log = log;
        Name = name;
    }

    public InterruptResources InterruptResources { get; }

    public string Name { get; }

    public MiniportAdapter Adapter { get; private set; } = null!;

    public InterruptRegistration? Registration { get; private set; }

    public NtStatus RegisterResult { get; private set; }

    /// <summary>What the device has to say: the service routine is its.</summary>
    public bool Cause { get; set; }

    /// <summary>The out parameters of the service routine.</summary>
    public (bool Default, uint Targets) Asks { get; set; } = (true, 0);

    /// <summary>DPCs that say that more is left.</summary>
    public int Throttled { get; set; }

    public bool ForgetsToDeregister { get; set; }

    protected List<string> Log { get; }

    private SimKernel Kernel => Adapter.Kernel;

    public static void Add(NdisRuntime runtime, InterruptMiniport miniport) =>
        runtime.AddAdapter(runtime.RegisterMiniport(miniport, new MiniportOptions { Name = miniport.Name }), new AdapterOptions { Name = miniport.Name, Device = miniport });

    /// <summary>The hardware interrupts.</summary>
    public void Interrupt(int message = 0)
    {
        Cause = true;
        InterruptResources.Raise(message);
    }

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        Adapter = adapter;
        miniport = this;
        adapter.SetAttributes(new MiniportRegistrationAttributes());
        adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = TestMiniport.Address, PermanentMacAddress = TestMiniport.Address });
        RegisterResult = adapter.RegisterInterrupt(this, out InterruptRegistration? registration);
        Registration = registration;
        return NtStatus.Success;
    }

    public bool Interrupt(out bool queueDefaultInterruptDpc, out uint targetProcessors)
    {
        (queueDefaultInterruptDpc, targetProcessors) = Asks;
        Note("isr");
        bool mine = Cause;
        Cause = false;
        if (mine)
        {
            InterruptResources.Lower();
        }

        return mine;
    }

    public void InterruptDpc(object? dpcContext, ref ReceiveThrottle throttle)
    {
        Note($"dpc {dpcContext}".TrimEnd());
        throttle.MoreNblsPending = Throttled-- > 0;
    }

    public void EnableInterrupt() => Note("enable");

    public void DisableInterrupt() => Note("disable");

    public void Halt(HaltAction action)
    {
        if (!ForgetsToDeregister)
        {
            Registration?.Deregister();
        }
    }

    public NtStatus Pause(PauseReason reason) => NtStatus.Success;

    public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    public NtStatus OidRequest(OidRequest request) => NtStatus.NotSupported;

    public void CancelOidRequest(ulong requestId)
    {
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => Adapter.CompleteSend(ref chain, SendCompleteFlags.None);

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
    }

    protected void Note(string what) => Log.Add($"{Name}: {what} cpu{Kernel.CurrentProcessor.Number} {Kernel.CurrentProcessor.Irql}");
}
