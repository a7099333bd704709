using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>A module of a <see cref="FrameFilterDriver"/>: life cycle, completion of its own frames, injection. Its data path is in the other half.</summary>
internal sealed partial class FrameFilter : IFilter, IFilterSend, IFilterReceive, IFilterStatus, INetBufferListOwner
{
    private readonly FrameFilterDriver _driver;
    private readonly FilterModule _module;
    private readonly NetBufferListPool _copies;
    private int _own;
    private int _held;
    private bool _isPausing;

    internal FrameFilter(FrameFilterDriver driver, FilterModule module)
    {
        _driver = driver;
        _module = module;
        _frame = new InspectedFrame { Adapter = module.Attributes };
        _copies = new NetBufferListPool(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "wfp/frame", DataSize = CopySize });
        _homes = [new FrameHome(this, 0), new FrameHome(this, UntaggedHeader), new FrameHome(this, TaggedHeader)];
    }

    /// <summary>The adapter's interface index, as the layers show it.</summary>
    internal uint InterfaceIndex => _module.Attributes.IfIndex;

    /// <inheritdoc/>
    public void Detach()
    {
        _copies.Close();
        _driver.Remove(this);
    }

    /// <inheritdoc/>
    public NtStatus SetModuleOptions(FilterModule module) => module.SetOptionalHandlers(_driver.Wanted);

    /// <inheritdoc/>
    public NtStatus Pause(PauseReason reason)
    {
        if (_own + _held == 0)
        {
            return NtStatus.Success;
        }

        _isPausing = true;
        return NtStatus.Pending;
    }

    /// <inheritdoc/>
    public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    /// <inheritdoc/>
    public void Status(in StatusIndication status) => _module.IndicateStatus(status);

    /// <inheritdoc/>
    public void CancelSend(ulong cancelId) => _module.CancelSend(cancelId);

    /// <summary>Copies of frames that were on loan are back.</summary>
    public void SendComplete(ref NetBufferListChain chain)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }
    }

    /// <summary>Asks for a restart when the module is on other paths than its layers need.</summary>
    internal void RestartIfNeeded()
    {
        if (_module.Handlers != _driver.Wanted)
        {
            _module.RestartFilter();
        }
    }

    /// <summary>An absorbed frame goes back to where it came from.</summary>
    internal void Release(NetBufferList list, int headerSize, InspectionDirection direction)
    {
        _held--;
        list.Status = NtStatus.Success;
        NetBufferListChain one = new(list);
        if (direction == InspectionDirection.Outbound)
        {
            Complete(ref one);
        }
        else
        {
            list.Retreat(headerSize);
            Return(ref one);
        }

        EndPause();
    }

    /// <summary>Shows a driver's frame and lets it go on.</summary>
    /// <returns>Pending, or not ready with the frame still the caller's.</returns>
    internal NtStatus Inject(ref NetBufferListChain frame, bool isInbound, PortNumber port)
    {
        FilterHandlers path = isInbound ? FilterHandlers.ReceivePath : FilterHandlers.SendPath;
        if (_module.State != FilterModuleState.Running || (_module.Handlers & path) != path)
        {
            return FwpStatus.L2DriverNotReady;
        }

        frame.Head!.SourceHandle = _module;
        _own++;
        if (isInbound)
        {
            Receive(ref frame, port, ReceiveFlags.None);
        }
        else
        {
            SendNetBufferLists(ref frame, port, SendFlags.None);
        }

        return NtStatus.Pending;
    }

    private void Complete(ref NetBufferListChain chain)
    {
        TakeOwn(ref chain);
        _module.CompleteSend(ref chain, SendCompleteFlags.None);
        EndPause();
    }

    private void Return(ref NetBufferListChain chain)
    {
        TakeOwn(ref chain);
        _module.ReturnReceived(ref chain, ReturnFlags.None);
        EndPause();
    }

    private void TakeOwn(ref NetBufferListChain chain)
    {
        if (_own == 0)
        {
            return;
        }

        NetBufferListChain own = default;
        NetBufferListChain foreign = default;
        NetBufferListClassifier.Split(ref chain, new SourceHandlePredicate(_module), ref own, ref foreign);
        chain = foreign;
        while (own.TryRemoveFirst(out NetBufferList? list))
        {
            _own--;
            list.SourceHandle = null;
            NetBufferListChain one = new(list);
            list.Owner!.SendComplete(ref one);
        }
    }

    private void EndPause()
    {
        if (_isPausing && _own + _held == 0)
        {
            _isPausing = false;
            _module.PauseComplete();
        }
    }
}
