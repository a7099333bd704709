using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Stack.RandomActions;

/// <summary>A protocol by the book that sends, holds what it receives, and answers late, as it comes.</summary>
internal sealed class ReferenceProtocol(Deferrals later, bool pauses) : IProtocolDriver, IProtocol
{
    private readonly RandomStream _random = later.Random;
    private NetBufferListQueue _held;
    private NetBufferListPool? _pool;
    private ProtocolBinding? _binding;
    private bool _isClosed;
    private Action? _unbound;

    public long Sends { get; private set; }

    public long Completions { get; private set; }

    public bool HoldsNothing => _held.IsEmpty && Sends == Completions;

    public ProtocolRegistration? Registration { get; set; }

    NtStatus IProtocolDriver.BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        Assert.True(HoldsNothing);
        _binding = binding;
        _isClosed = false;
        protocol = this;
        _pool ??= new NetBufferListPool(binding.Adapter.Kernel, new NetBufferListPoolOptions { Name = "reference/protocol", DataSize = 128, HeadRoom = 32 });
        if (_random.Chance(0.05))
        {
            return NdisStatus.Resources;
        }

        return later.Either(0.3, () =>
        {
            binding.Open(new OpenParameters { FrameTypes = _random.Chance(0.5) ? [0x0800] : [] });
            later.Later(() => binding.BindComplete(_random.Chance(0.9) ? NtStatus.Success : NdisStatus.Resources));
        });
    }

    NtStatus IProtocol.Unbind()
    {
        ProtocolBinding binding = _binding!;
        ReturnHeld(int.MaxValue);
        if (binding.OutstandingSends > 0)
        {
            _unbound = () => later.Later(binding.UnbindComplete);
            return NtStatus.Pending;
        }

        if (_random.Chance(0.3))
        {
            _isClosed = binding.Close() == NtStatus.Success;
        }

        return later.Either(0.3, binding.UnbindComplete);
    }

    void IProtocol.CloseAdapterComplete() => _isClosed = true;

    NtStatus IProtocol.NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        ProtocolBinding binding = _binding!;
        switch (netPnPEvent.Code)
        {
            case NetPnPEventCode.Pause:
                ReturnHeld(int.MaxValue);
                return !pauses ? NdisStatus.NotSupported : later.Either(0.3, () =>
                {
                    // What came in meanwhile, too.
                    ReturnHeld(int.MaxValue);
                    binding.CompleteNetPnPEvent(netPnPEvent, NtStatus.Success);
                });
            case NetPnPEventCode.Restart:
                binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)(_random.Chance(0.3) ? PacketFilter.Promiscuous : PacketFilter.Directed)));
                return later.Either(0.3, () => binding.CompleteNetPnPEvent(netPnPEvent, _random.Chance(0.97) ? NtStatus.Success : NdisStatus.Failure));
            case NetPnPEventCode.QueryRemoveDevice or NetPnPEventCode.QueryPower when _random.Chance(0.2):
                return NdisStatus.Failure;
            default:
                return later.Either(0.2, () => binding.CompleteNetPnPEvent(netPnPEvent, NtStatus.Success));
        }
    }

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        Assert.False(_isClosed);
        if ((flags & ReceiveFlags.Resources) != 0)
        {
            return;
        }

        _held.Enqueue(ref chain);
        if (_random.Chance(0.5) || _binding!.State != BindingState.Running)
        {
            ReturnHeld(int.MaxValue);
        }
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            Completions++;
            list.Free();
        }

        if (_unbound is { } unbound && _binding!.OutstandingSends == 0)
        {
            _unbound = null;
            unbound();
        }
    }

    public void Send(int count)
    {
        if (_binding is not { State: not (BindingState.Unbound or BindingState.Opening or BindingState.Closing) } binding)
        {
            return;
        }

        NetBufferListChain chain = default;
        for (int i = 0; i < count; i++)
        {
            NetBufferList list = _pool!.Get();
            list.FirstNetBuffer.DataLength = 60;
            list.CancelId = (ulong)_random.Next(3);
            chain.Add(list);
        }

        Sends += count;
        binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    public void CancelSend() => _binding?.CancelSend(1 + (ulong)_random.Next(2));

    public void ReturnHeld(int count)
    {
        NetBufferListChain all = _held.TakeAll();
        NetBufferListChain some = all.TakeFirst(count);
        _held.Enqueue(ref all);
        _binding?.Return(ref some, ReturnFlags.None);
    }

    public void Request(ulong id) => _binding?.OidRequest(new OidRequest(OidRequestType.QueryInformation, Oid.GenVendorId, new byte[4]) { RequestId = id });

    public void CancelRequest(ulong id) => _binding?.CancelOidRequest(id);

    public void Leave()
    {
        if (_binding is { State: BindingState.Running or BindingState.Paused } binding)
        {
            binding.RequestUnbind();
        }
    }
}
