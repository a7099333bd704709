using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A miniport without hardware: keeps what is sent, indicates what it is told to.</summary>
internal class TestMiniport(List<string> log) : IMiniportDriver, IMiniport, IMiniportDirectOid, IMiniportSynchronousOid
{
    public static readonly MacAddress Address = MacAddress.Parse("02-00-00-00-00-01");

    private NetBufferListQueue _pending;

    public List<string> Log => log;

    public MiniportAdapter Adapter { get; private set; } = null!;

    public NetBufferListPool Pool { get; private set; } = null!;

    public NtStatus InitializeResult { get; set; } = NtStatus.Success;

    /// <summary>Leaves the adapter where it is, half initialised.</summary>
    public bool ThrowsInInitialize { get; set; }

    public NtStatus PauseResult { get; set; } = NtStatus.Success;

    public NtStatus RestartResult { get; set; } = NtStatus.Success;

    /// <summary>What Initialize says first.</summary>
    public MiniportRegistrationAttributes RegistrationAttributes { get; set; } = new();

    /// <summary>What Initialize says about the adapter.</summary>
    public MiniportGeneralAttributes General { get; set; } = new() { CurrentMacAddress = Address, PermanentMacAddress = Address };

    public OffloadCapabilities Offloads { get; set; } = OffloadCapabilities.None;

    /// <summary>Complete sends from inside the send handler.</summary>
    public bool CompletesInline { get; set; } = true;

    public Func<OidRequest, NtStatus>? OnOid { get; set; }

    public Func<OidRequest, NtStatus>? OnDirectOid { get; set; }

    public Func<OidRequest, NtStatus>? OnSynchronousOid { get; set; }

    public Action<ulong>? OnCancelOid { get; set; }

    /// <summary>Sees every list that is sent.</summary>
    public Action<NetBufferList>? OnSent { get; set; }

    public int Sent { get; private set; }

    public int Returned { get; private set; }

    public int PendingCount => _pending.Count;

    public List<(Oid Oid, uint Value)> Sets { get; } = [];

    public int MulticastListLength { get; private set; }

    public static TestMiniport AddTo(NdisRuntime runtime, List<string> log, string name = "Ethernet", Action<TestMiniport>? configure = null)
    {
        TestMiniport driver = new(log);
        configure?.Invoke(driver);
        driver.AddTo(runtime, name);
        return driver;
    }

    public void AddTo(NdisRuntime runtime, string name = "Ethernet") =>
        runtime.AddAdapter(runtime.RegisterMiniport(this, new MiniportOptions { Name = "testnic" }), new AdapterOptions { Name = name });

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        log.Add("miniport initialize");
        Adapter = adapter;
        miniport = null;
        if (ThrowsInInitialize)
        {
            throw new InvalidOperationException("initialize");
        }

        if (InitializeResult != NtStatus.Success)
        {
            return InitializeResult;
        }

        Pool = new NetBufferListPool(adapter.Kernel, new NetBufferListPoolOptions { Name = parameters.Name + "/receive", DataSize = 1514 });
        adapter.SetAttributes(RegistrationAttributes);
        adapter.SetAttributes(General);
        adapter.SetAttributes(new MiniportOffloadAttributes { DefaultConfiguration = Offloads, HardwareCapabilities = Offloads });
        miniport = this;
        return NtStatus.Success;
    }

    public void Halt(HaltAction action) => log.Add($"miniport halt {action}");

    public NtStatus Pause(PauseReason reason)
    {
        log.Add("miniport pause");
        return PauseResult;
    }

    public NtStatus Restart(RestartAttributes attributes)
    {
        log.Add("miniport restart");
        return RestartResult;
    }

    public void DevicePnPEvent(DevicePnPEvent devicePnPEvent) => log.Add($"miniport pnp {devicePnPEvent}");

    public void Unload() => log.Add("miniport unload");

    public NtStatus OidRequest(OidRequest request)
    {
        if (OnOid is { } handler)
        {
            return handler(request);
        }

        switch (request.Oid)
        {
            case Oid.GenCurrentPacketFilter:
                request.Read(out uint value);
                Sets.Add((request.Oid, value));
                return NtStatus.Success;
            case Oid.Ethernet8023MulticastList:
                MulticastListLength = request.InformationBuffer.Length / MacAddress.Size;
                return NtStatus.Success;
            case Oid.GenStatistics:
                byte[] bytes = new byte[NdisStatistics.Size];
                new NdisStatistics { Supported = SupportedStatistics.All, OutUcastPkts = (ulong)Sent }.Write(bytes);
                return request.Answer(bytes);
            default:
                return NdisStatus.NotSupported;
        }
    }

    public NtStatus DirectOidRequest(OidRequest request) => OnDirectOid?.Invoke(request) ?? NdisStatus.NotSupported;

    public NtStatus SynchronousOidRequest(OidRequest request) => OnSynchronousOid?.Invoke(request) ?? NdisStatus.NotSupported;

    public void CancelOidRequest(ulong requestId)
    {
        log.Add($"miniport cancel oid {requestId}");
        OnCancelOid?.Invoke(requestId);
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        Sent += chain.Count;
        foreach (NetBufferList list in chain)
        {
            OnSent?.Invoke(list);
        }

        if (CompletesInline)
        {
            Adapter.CompleteSend(ref chain, SendCompleteFlags.None);
        }
        else
        {
            _pending.Enqueue(ref chain);
        }
    }

    public void CancelSend(ulong cancelId)
    {
        NetBufferListChain cancelled = default;
        _pending.MoveMatching(new CancelIdPredicate(cancelId), ref cancelled);
        foreach (NetBufferList list in cancelled)
        {
            list.Status = NdisStatus.SendAborted;
        }

        Adapter.CompleteSend(ref cancelled, SendCompleteFlags.None);
    }

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
    {
        Returned += chain.Count;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }
    }

    /// <summary>Completes what is pending.</summary>
    public void CompletePending(int count = int.MaxValue)
    {
        NetBufferListChain all = _pending.TakeAll();
        NetBufferListChain some = all.TakeFirst(count);
        _pending.Enqueue(ref all);
        Adapter.CompleteSend(ref some, SendCompleteFlags.None);
    }

    /// <summary>Completes the newest of what is pending.</summary>
    public void CompleteNewest()
    {
        NetBufferListChain newest = _pending.TakeAll();
        NetBufferListChain older = newest.TakeFirst(newest.Count - 1);
        _pending.Enqueue(ref older);
        Adapter.CompleteSend(ref newest, SendCompleteFlags.None);
    }

    /// <summary>A frame in a list of the receive pool.</summary>
    public NetBufferList Frame(ushort etherType = 0x0800, MacAddress? to = null, bool tagged = false)
    {
        NetBufferList list = Pool.Get();
        byte[] frame = new byte[60];
        (to ?? Address).CopyTo(frame);
        int offset = 12;
        if (tagged)
        {
            (frame[12], frame[13], frame[15]) = (0x81, 0x00, 5);
            offset = 16;
        }

        (frame[offset], frame[offset + 1]) = ((byte)(etherType >> 8), (byte)etherType);
        list.FirstNetBuffer.DataLength = frame.Length;
        list.FirstNetBuffer.CopyFrom(0, frame);
        return list;
    }

    /// <summary>Indicates frames.</summary>
    public void Indicate(ReceiveFlags flags, params NetBufferList[] lists)
    {
        NetBufferListChain chain = default;
        foreach (NetBufferList list in lists)
        {
            chain.Add(list);
        }

        Adapter.IndicateReceive(ref chain, PortNumber.Default, flags);
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Free();
        }
    }
}
