using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Stack.RandomActions;

/// <summary>A filter driver by the book whose modules hold, inject, clone, bypass and answer late, as it comes.</summary>
internal sealed class ReferenceFilterDriver(Deferrals later) : IFilterDriver
{
    public List<ReferenceFilter> Modules { get; } = [];

    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = null;
        if (later.Random.Chance(0.05))
        {
            return NdisStatus.Resources;
        }

        ReferenceFilter made = new(this, later, module);
        Modules.Add(made);
        filter = made;
        return NtStatus.Success;
    }
}

internal sealed class ReferenceFilter(ReferenceFilterDriver driver, Deferrals later, FilterModule module)
    : IFilter, IFilterSend, IFilterReceive, IFilterStatus, IFilterOid, IFilterNetPnP, IFilterDevicePnP
{
    private readonly RandomStream _random = later.Random;
    private readonly NetBufferListPool _pool = new(module.Adapter.Kernel, new NetBufferListPoolOptions { Name = "reference/filter", DataSize = 128 });
    private NetBufferListQueue _sends;
    private NetBufferListQueue _receives;
    private int _ownOut;
    private bool _isPausing;

    private bool IsRunning => module.State == FilterModuleState.Running;

    public bool IsIdle => _sends.IsEmpty && _receives.IsEmpty && _ownOut == 0;

    public string Name => module.ToString();

    public void Detach()
    {
        Assert.True(IsIdle && !_isPausing, "detached with something left");
        driver.Modules.Remove(this);
    }

    public NtStatus SetModuleOptions(FilterModule unused)
    {
        FilterHandlers handlers = _random.Next(4) switch
        {
            0 => FilterHandlers.SendPath,
            1 => FilterHandlers.ReceivePath,
            2 => FilterHandlers.None,
            _ => FilterHandlers.All,
        };
        Assert.Equal(NtStatus.Success, module.SetOptionalHandlers(handlers));
        return NtStatus.Success;
    }

    public NtStatus Pause(PauseReason reason)
    {
        Assert.Equal(FilterModuleState.Pausing, module.State);
        Refuse();
        NetBufferListChain receives = _receives.TakeAll();
        module.ReturnReceived(ref receives, ReturnFlags.None);
        if (_ownOut == 0)
        {
            return later.Either(0.3, () => module.PauseComplete());
        }

        _isPausing = true;
        return NtStatus.Pending;
    }

    public NtStatus Restart(RestartAttributes attributes)
    {
        if (_random.Chance(0.02))
        {
            return NdisStatus.Failure;
        }

        return later.Either(0.3, () => module.RestartComplete(NtStatus.Success));
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        Assert.True(IsRunning, "a send came to a filter that does not run");
        if (_random.Chance(0.2))
        {
            _sends.Enqueue(ref chain);
        }
        else
        {
            module.Send(ref chain, port, flags);
        }
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        TakeOwn(ref chain);
        module.CompleteSend(ref chain, flags);
        CheckDrained();
    }

    public void CancelSend(ulong cancelId)
    {
        NetBufferListChain cancelled = default;
        _sends.MoveMatching(new CancelIdPredicate(cancelId), ref cancelled);
        foreach (NetBufferList list in cancelled)
        {
            list.Status = NdisStatus.SendAborted;
        }

        module.CompleteSend(ref cancelled, SendCompleteFlags.None);
    }

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            if (IsRunning)
            {
                module.IndicateReceive(ref chain, port, flags);
            }
        }
        else if (!IsRunning)
        {
            module.ReturnReceived(ref chain, ReturnFlags.None);
        }
        else if (_random.Chance(0.2))
        {
            _receives.Enqueue(ref chain);
        }
        else
        {
            module.IndicateReceive(ref chain, port, flags);
        }
    }

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        TakeOwn(ref chain);
        module.ReturnReceived(ref chain, flags);
        CheckDrained();
    }

    public void Status(in StatusIndication indication) => module.IndicateStatus(indication);

    public NtStatus OidRequest(OidRequest request)
    {
        OidRequest clone = request.Clone();
        clone.SourceReserved0 = request;
        if (_random.Chance(0.2))
        {
            later.Later(() => Submit(clone, request));
            return NtStatus.Pending;
        }

        NtStatus status = module.OidRequest(clone);
        if (status != NtStatus.Pending)
        {
            clone.CopyResultTo(request);
        }

        return status;
    }

    public void OidRequestComplete(OidRequest request, NtStatus status)
    {
        if (request.SourceReserved0 is OidRequest original)
        {
            request.CopyResultTo(original);
            module.OidRequestComplete(original, status);
        }
    }

    public void CancelOidRequest(ulong requestId) => module.CancelOidRequest(requestId);

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => module.NetPnPEvent(netPnPEvent);

    public void DevicePnPEvent(DevicePnPEvent devicePnPEvent) => module.DevicePnPEvent(devicePnPEvent);

    /// <summary>Lets what is held go on.</summary>
    public void Release()
    {
        if (!IsRunning)
        {
            return;
        }

        NetBufferListChain sends = _sends.TakeAll();
        module.Send(ref sends, PortNumber.Default, SendFlags.None);
        NetBufferListChain receives = _receives.TakeAll();
        module.IndicateReceive(ref receives, PortNumber.Default, ReceiveFlags.None);
    }

    /// <summary>Sends or indicates lists of its own.</summary>
    public void Inject(bool sends, int count)
    {
        FilterHandlers needed = sends ? FilterHandlers.SendPath : FilterHandlers.ReceivePath;
        if (!IsRunning || (module.Handlers & needed) != needed)
        {
            return;
        }

        NetBufferListChain chain = default;
        for (int i = 0; i < count; i++)
        {
            NetBufferList list = _pool.Get();
            byte[] frame = new byte[60];
            TestMiniport.Address.CopyTo(frame);
            frame[12] = 0x08;
            list.FirstNetBuffer.DataLength = frame.Length;
            list.FirstNetBuffer.CopyFrom(0, frame);
            list.SourceHandle = module;
            chain.Add(list);
        }

        _ownOut += count;
        if (sends)
        {
            module.Send(ref chain, PortNumber.Default, SendFlags.None);
        }
        else
        {
            module.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.None);
        }
    }

    /// <summary>Asks for a restart of its stack.</summary>
    public void RestartStack() => Assert.Equal(NtStatus.Success, module.RestartFilter());

    /// <summary>Submits a request of its own.</summary>
    public void Request() => module.OidRequest(Ndis.OidRequest.Query(Oid.GenVendorId, 4));

    private void Submit(OidRequest clone, OidRequest original)
    {
        NtStatus status = module.OidRequest(clone);
        if (status != NtStatus.Pending)
        {
            clone.CopyResultTo(original);
            module.OidRequestComplete(original, status);
        }
    }

    private void Refuse()
    {
        NetBufferListChain sends = _sends.TakeAll();
        foreach (NetBufferList list in sends)
        {
            list.Status = NdisStatus.Paused;
        }

        module.CompleteSend(ref sends, SendCompleteFlags.None);
    }

    private void TakeOwn(ref NetBufferListChain chain)
    {
        NetBufferListChain own = default;
        NetBufferListChain foreign = default;
        NetBufferListClassifier.Split(ref chain, new SourceHandlePredicate(module), ref own, ref foreign);
        _ownOut -= own.Count;
        while (own.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }

        chain = foreign;
    }

    private void CheckDrained()
    {
        if (_isPausing && _ownOut == 0)
        {
            _isPausing = false;
            module.PauseComplete();
        }
    }
}
