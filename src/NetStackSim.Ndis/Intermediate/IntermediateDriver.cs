using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What every intermediate driver needs: both registrations, tied together, the pools, and an uninstall that waits for drivers above.</summary>
internal sealed class IntermediateDriver : IWorkItemTarget
{
    private readonly MiniportRegistration _miniport;
    private readonly ProtocolRegistration _protocol;
    private readonly WorkItem _finish;
    private bool _isUninstalling;
    private bool _isGone;

    public IntermediateDriver(NdisRuntime runtime, string name, IMiniportDriver miniport, IProtocolDriver protocol)
    {
        Runtime = runtime;
        Name = name;
        Buffers = new IntermediateBuffers(runtime.Kernel, name);
        _finish = new WorkItem(runtime.Kernel, this);
        _miniport = runtime.RegisterMiniport(miniport, new MiniportOptions { Name = name, IsIntermediate = true });
        _protocol = runtime.RegisterProtocol(protocol, new ProtocolOptions { Name = name, BindsByDefault = false });
        runtime.AssociateMiniport(_miniport, _protocol);
    }

    public NdisRuntime Runtime { get; }

    public string Name { get; }

    public IntermediateBuffers Buffers { get; }

    /// <summary>Asks for a virtual miniport; a driver that is being uninstalled makes none.</summary>
    public NtStatus Initialize(string name, object context) => _isUninstalling ? NdisStatus.Closing
        : Runtime.InitializeDeviceInstance(_miniport, new DeviceInstanceOptions { Name = name, Context = context });

    /// <summary>Takes back a request that is not carried out yet.</summary>
    /// <returns>False when there is none.</returns>
    public bool Cancel(string name) => Runtime.CancelInitializeDeviceInstance(_miniport, name).IsSuccess;

    /// <summary>Lets NDIS bind the protocol half to an adapter.</summary>
    public NtStatus Bind(string adapter) => Runtime.Bindings.Enable(Name, adapter)?.Status ?? NtStatus.Success;

    /// <summary>Unbinds the protocol half from an adapter.</summary>
    public NtStatus Unbind(string adapter) => Runtime.Bindings.Disable(Name, adapter)?.Status ?? NtStatus.Success;

    /// <summary>Unbinds everywhere; when the last virtual miniport is gone, at once or later, the driver is unloaded.</summary>
    public void Uninstall()
    {
        if (!_isUninstalling)
        {
            _isUninstalling = true;
            _protocol.Dispose();
            Finish();
        }
    }

    /// <summary>A virtual miniport was halted; NDIS takes its adapter away next.</summary>
    public void OnHalted()
    {
        if (_isUninstalling)
        {
            _finish.Queue();
        }
    }

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => Finish();

    private void Finish()
    {
        if (_isGone || Runtime.Adapters.Any(adapter => adapter.Driver == _miniport))
        {
            return;
        }

        _isGone = true;
        _miniport.Dispose();
    }
}
