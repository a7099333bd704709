using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Stack.RandomActions;

/// <summary>A miniport by the book that answers at once or later, as it comes.</summary>
internal sealed class ReferenceMiniport(Deferrals later, MiniportAttributeFlags flags) : IMiniportDriver, IMiniport, IMiniportReset
{
    private readonly RandomStream _random = later.Random;
    private NetBufferListQueue _sends;
    private NetBufferListPool? _pool;
    private OidRequest? _request;
    private int _receivesOut;
    private bool _isRunning;
    private bool _isPausing;
    private bool _isGone;

    public MiniportAdapter Adapter { get; private set; } = null!;

    public bool IsIdle => _sends.IsEmpty && _request is null && !_isPausing;

    /// <summary>What it has, in words.</summary>
    public string Rest => $"{_sends.Count} sends, {_receivesOut} receives, request {_request}, {(_isPausing ? "in a pause" : "in no pause")}";

    public int Resets { get; private set; }

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        RequireNothing("started");
        Adapter = adapter;
        _isGone = false;
        _pool ??= new NetBufferListPool(adapter.Kernel, new NetBufferListPoolOptions { Name = "reference/receive", DataSize = 128 });
        adapter.SetAttributes(new MiniportRegistrationAttributes { Flags = flags });
        adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = TestMiniport.Address, PermanentMacAddress = TestMiniport.Address });
        miniport = this;
        return NtStatus.Success;
    }

    public void Halt(HaltAction action) => RequireNothing($"halted ({action})");

    public NtStatus Pause(PauseReason reason)
    {
        _isRunning = false;
        if (_random.Chance(0.5))
        {
            Complete(int.MaxValue, NdisStatus.Paused);
        }

        if (_sends.IsEmpty && _receivesOut == 0)
        {
            return later.Either(0.3, () => Adapter.PauseComplete());
        }

        _isPausing = true;
        later.Later(() => Complete(int.MaxValue, NtStatus.Success));
        return NtStatus.Pending;
    }

    // Receives may begin here, before the restart is complete.
    public NtStatus Restart(RestartAttributes attributes)
    {
        _isRunning = true;
        return later.Either(0.3, () => Adapter.RestartComplete(NtStatus.Success));
    }

    public NtStatus OidRequest(OidRequest request)
    {
        Assert.Null(_request);
        if (_random.Chance(0.6))
        {
            return NtStatus.Success;
        }

        _request = request;
        later.Later(() => Answer(request, NtStatus.Success));
        return NtStatus.Pending;
    }

    public void CancelOidRequest(ulong requestId)
    {
        if (_request is { } request && request.RequestId == requestId && request.Oid != Oid.PnpSetPower)
        {
            Answer(request, NdisStatus.RequestAborted);
        }
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        Assert.True(_isRunning, "sent to a miniport that does not run");
        _sends.Enqueue(ref chain);
        if (_random.Chance(0.3))
        {
            Complete(int.MaxValue, NtStatus.Success);
        }
    }

    public void CancelSend(ulong cancelId)
    {
        NetBufferListChain cancelled = default;
        _sends.MoveMatching(new CancelIdPredicate(cancelId), ref cancelled);
        Complete(ref cancelled, NdisStatus.SendAborted);
    }

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        _receivesOut -= chain.Count;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }

        CheckDrained();
    }

    public bool CheckForHang() => _random.Chance(0.2);

    public NtStatus Reset(out bool addressingReset)
    {
        Resets++;
        bool addressing = addressingReset = _random.Chance(0.5);
        Complete(int.MaxValue, NdisStatus.ResetInProgress);
        if (_request is { Oid: not Oid.PnpSetPower } request)
        {
            Answer(request, NdisStatus.RequestAborted);
        }

        return later.Either(0.5, () => Adapter.ResetComplete(NtStatus.Success, addressing));
    }

    public void DevicePnPEvent(DevicePnPEvent devicePnPEvent)
    {
        if (devicePnPEvent == Ndis.DevicePnPEvent.SurpriseRemoved)
        {
            _isRunning = false;
            _isGone = true;
            Complete(int.MaxValue, NdisStatus.AdapterRemoved);
        }
    }

    /// <summary>The hardware is done with some lists, in any order.</summary>
    public void Complete(int count, NtStatus status)
    {
        NetBufferListChain all = _sends.TakeAll();
        NetBufferListChain done = all.TakeFirst(count);
        if (_random.Chance(0.3))
        {
            // The newest first: the order of completion is the hardware's business.
            NetBufferListChain oldest = done;
            done = all;
            all = oldest;
        }

        _sends.Enqueue(ref all);
        Complete(ref done, status);
    }

    /// <summary>Frames arrive.</summary>
    public void Indicate(int count, ReceiveFlags flags)
    {
        if (!_isRunning || _isGone || Adapter.PowerState != DevicePowerState.D0 || Adapter.State is not (AdapterState.Running or AdapterState.Restarting))
        {
            return;
        }

        NetBufferListChain chain = default;
        for (int i = 0; i < count; i++)
        {
            chain.Add(NewFrame());
        }

        bool loan = (flags & ReceiveFlags.Resources) != 0;
        _receivesOut += loan ? 0 : count;
        Adapter.IndicateReceive(ref chain, PortNumber.Default, flags);
        Assert.Equal(loan ? count : 0, chain.Count);
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }
    }

    private void RequireNothing(string when) => Assert.True(IsIdle && _receivesOut == 0, $"{when} with {Rest}");

    private NetBufferList NewFrame()
    {
        NetBufferList list = _pool!.Get();
        byte[] frame = new byte[60];
        TestMiniport.Address.CopyTo(frame);
        (frame[12], frame[13]) = _random.Chance(0.5) ? ((byte)0x08, (byte)0x00) : ((byte)0x86, (byte)0xDD);
        list.FirstNetBuffer.DataLength = frame.Length;
        list.FirstNetBuffer.CopyFrom(0, frame);
        return list;
    }

    private void Complete(ref NetBufferListChain done, NtStatus status)
    {
        foreach (NetBufferList list in done)
        {
            list.Status = status;
        }

        Adapter.CompleteSend(ref done, SendCompleteFlags.None);
        CheckDrained();
    }

    private void Answer(OidRequest request, NtStatus status)
    {
        if (ReferenceEquals(_request, request))
        {
            _request = null;
            Adapter.OidRequestComplete(request, status);
        }
    }

    private void CheckDrained()
    {
        if (_isPausing && _sends.IsEmpty && _receivesOut == 0)
        {
            _isPausing = false;
            using (Adapter.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
            {
                Adapter.PauseComplete();
            }
        }
    }
}
