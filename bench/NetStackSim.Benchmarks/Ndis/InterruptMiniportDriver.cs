using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>A device that does nothing but interrupt, and its driver.</summary>
internal sealed class InterruptMiniportDriver(InterruptResources resources) : IMiniportDriver, IMiniport, IMiniportMessageInterrupt, IInterruptDevice
{
    private bool _cause;
    private InterruptRegistration? _registration;

    public InterruptResources InterruptResources => resources;

    public long Dpcs { get; private set; }

    public void Interrupt()
    {
        _cause = true;
        resources.Raise();
    }

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        miniport = this;
        adapter.SetAttributes(new MiniportRegistrationAttributes());
        adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = new MacAddress(0x0200_0000_0001) });
        return adapter.RegisterInterrupt(this, out _registration);
    }

    public bool Interrupt(out bool queueDefaultInterruptDpc, out uint targetProcessors)
    {
        targetProcessors = 0;
        queueDefaultInterruptDpc = _cause;
        if (!_cause)
        {
            return false;
        }

        _cause = false;
        resources.Lower();
        return true;
    }

    public void InterruptDpc(object? dpcContext, ref ReceiveThrottle throttle) => Dpcs++;

    public bool MessageInterrupt(int messageId, out bool queueDefaultInterruptDpc, out uint targetProcessors)
    {
        targetProcessors = 0;
        queueDefaultInterruptDpc = true;
        return true;
    }

    public void MessageInterruptDpc(int messageId, object? dpcContext, ref ReceiveThrottle throttle) => Dpcs++;

    public void Halt(HaltAction action) => _registration?.Deregister();

    public NtStatus Pause(PauseReason reason) => NtStatus.Success;

    public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    public NtStatus OidRequest(OidRequest request) => NtStatus.NotSupported;

    public void CancelOidRequest(ulong requestId)
    {
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
    }

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
    }
}
