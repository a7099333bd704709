using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A protocol that sends what it is told to and keeps or returns what it receives.</summary>
internal sealed class TestProtocol(List<string> log, string name = "proto") : IProtocolDriver, IProtocol
{
    public string Name => name;

    public ProtocolBinding Binding { get; private set; } = null!;

    public NetBufferListPool Pool { get; private set; } = null!;

    public ushort[] FrameTypes { get; set; } = [];

    public PacketFilter Filter { get; set; } = PacketFilter.Directed | PacketFilter.Multicast | PacketFilter.Broadcast;

    public NtStatus BindResult { get; set; } = NtStatus.Success;

    /// <summary>A packet filter that cannot be set is a failure of the test.</summary>
    public bool ChecksRequests { get; set; } = true;

    /// <summary>Keeps received lists in <see cref="Held"/> instead of returning them at once.</summary>
    public bool Holds { get; set; }

    public NetBufferListQueue Held;

    public bool TakesLoans { get; set; }

    public NtStatus UnbindResult { get; set; } = NtStatus.Success;

    public Func<NetPnPEvent, NtStatus>? OnEvent { get; set; }

    public Action<StatusIndication>? OnStatus { get; set; }

    public Action? OnBind { get; set; }

    public Action<NetBufferList>? OnCompleted { get; set; }

    public Action? OnReceived { get; set; }

    public List<ushort> ReceivedTypes { get; } = [];

    public List<NtStatus> Completions { get; } = [];

    public List<(NdisStatusCode Code, object? Payload)> Statuses { get; } = [];

    public List<(Oid Oid, NtStatus Status)> OidCompletions { get; } = [];

    public List<(OidRequest Request, NtStatus Status)> DirectCompletions { get; } = [];

    public IReadOnlyList<PortNumber> BoundPorts { get; private set; } = [];

    public List<(PortNumber Port, int Count)>? Indications { get; set; }

    public int Received { get; private set; }

    public int Loans { get; private set; }

    public ReceiveFlags LastFlags { get; private set; }

    public static TestProtocol Register(
        NdisRuntime runtime, List<string> log, string name = "proto", Action<TestProtocol>? configure = null, ProtocolOptions? options = null)
    {
        TestProtocol protocol = new(log, name);
        configure?.Invoke(protocol);
        protocol.Registration = runtime.RegisterProtocol(protocol, options ?? new ProtocolOptions { Name = name });
        return protocol;
    }

    public ProtocolRegistration Registration { get; private set; } = null!;

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        log.Add($"{name} bind");
        protocol = null;
        if (BindResult != NtStatus.Success)
        {
            return BindResult;
        }

        Binding = binding;
        BoundPorts = parameters.ActivePorts;
        OnBind?.Invoke();
        Pool ??= new NetBufferListPool(binding.Adapter.Kernel, new NetBufferListPoolOptions { Name = name + "/send", DataSize = 1514, HeadRoom = 64 });
        Assert.Equal(NtStatus.Success, binding.Open(new OpenParameters { FrameTypes = FrameTypes }));
        NtStatus status = binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)Filter));
        Assert.True(status.IsSuccess || !ChecksRequests, status.ToString());
        protocol = this;
        return NtStatus.Success;
    }

    public NtStatus Unbind()
    {
        log.Add($"{name} unbind");
        return UnbindResult;
    }

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        log.Add($"{name} {netPnPEvent}");
        if (netPnPEvent.Code == NetPnPEventCode.Pause)
        {
            ReturnHeld();
        }

        return OnEvent?.Invoke(netPnPEvent) ?? NtStatus.Success;
    }

    public void Status(in StatusIndication indication)
    {
        Statuses.Add((indication.StatusCode, indication.Payload));
        OnStatus?.Invoke(indication);
    }

    public Action<OidRequest>? OnOidCompleted { get; set; }

    public void OidRequestComplete(OidRequest request, NtStatus status)
    {
        OidCompletions.Add((request.Oid, status));
        OnOidCompleted?.Invoke(request);
    }

    public void DirectOidRequestComplete(OidRequest request, NtStatus status)
    {
        DirectCompletions.Add((request, status));
        OnOidCompleted?.Invoke(request);
    }

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        LastFlags = flags;
        OnReceived?.Invoke();
        Indications?.Add((port, chain.Count));
        foreach (NetBufferList list in chain)
        {
            ReceivedTypes.Add(list.FrameType);
        }

        Received += chain.Count;
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            Loans += chain.Count;
            if (TakesLoans)
            {
                NetBufferListChain first = chain.TakeFirst(1);
                Binding.Return(ref first, ReturnFlags.None);
            }

            return;
        }

        Held.Enqueue(ref chain);
        if (!Holds || Binding.State != BindingState.Running)
        {
            ReturnHeld();
        }
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            Completions.Add(list.Status);
            OnCompleted?.Invoke(list);
            list.Free();
        }
    }

    public void ReturnHeld(int count = int.MaxValue)
    {
        NetBufferListChain all = Held.TakeAll();
        NetBufferListChain some = all.TakeFirst(count);
        Held.Enqueue(ref all);
        Binding.Return(ref some, ReturnFlags.None);
    }

    public NetBufferList NewList(int length = 60, ulong cancelId = 0)
    {
        NetBufferList list = Pool.Get();
        list.FirstNetBuffer.DataLength = length;
        if (cancelId != 0)
        {
            list.CancelId = cancelId;
        }

        return list;
    }

    public void Send(int count, ulong cancelId = 0)
    {
        NetBufferListChain chain = default;
        for (int i = 0; i < count; i++)
        {
            chain.Add(NewList(cancelId: cancelId));
        }

        Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
        Assert.True(chain.IsEmpty);
    }
}
