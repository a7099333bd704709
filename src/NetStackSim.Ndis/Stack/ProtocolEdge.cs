using NetStackSim.Kernel;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Ndis;

/// <summary>The top of a driver stack: gives received lists to the bindings that want them and completed sends to the binding that sent them.</summary>
/// <remarks>
/// With one running binding that wants everything the hardware lets through, lists go straight on. Otherwise each list is sorted: by EtherType, packet filter and
/// multicast list. A list that several bindings want goes to the last of them itself; the others get derived lists over the same memory, and the list goes home
/// when the last one is back.
/// </remarks>
internal sealed partial class ProtocolEdge
{
    private readonly DriverStack _stack;
    private readonly SimKernel _kernel;
    private ProtocolBinding[] _running = [];
    private ProtocolBinding? _only;
    private ProtocolBinding? _direct;
    private ReceiveFlags _directNeeds;
    private long _sharedOut;

    public ProtocolEdge(DriverStack stack)
    {
        _stack = stack;
        _kernel = stack.Kernel;
        Node = stack.AddNode("ndis-edge", stack.Adapter.Name + "/ndis-edge", this);
        Node.SendPoint = stack.AddCapturePoint("ndis-edge");
        Node.ReceivePoint = Node.SendPoint;
    }

    public PathNode Node { get; }

    /// <summary>Bindings or their wishes changed, or what the hardware lets through.</summary>
    public void Update()
    {
        _running = [.. _stack.Bindings.Where(binding => binding.State == BindingState.Running)];
        _only = _running.Length == 1 ? _running[0] : null;
        _stack.Loopback.Update();
        _direct = !_stack.Loopback.IsActive && _only is { FrameTypes.Count: 0 } only && (only.PacketFilter.HasFlag(PacketFilter.Promiscuous) || HardwareServesOnly(only)) ? _only : null;
        _directNeeds = _direct is { } direct && !direct.PacketFilter.HasFlag(PacketFilter.Promiscuous) ? ReceiveFlags.PerfectFiltered : ReceiveFlags.None;
    }

    /// <summary>The top of the receive path.</summary>
    public void Receive(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (_direct is { } direct && (flags & _directNeeds) == _directNeeds)
        {
            direct.Deliver(ref chain, port, flags);
        }
        else if ((flags & ReceiveFlags.Resources) != 0)
        {
            ReceiveLoan(ref chain, port, flags);
        }
        else if (_only is { } only)
        {
            DeliverWanted(only, ref chain, port, flags);
        }
        else
        {
            Distribute(ref chain, port, flags);
        }
    }

    /// <summary>A binding gives lists back.</summary>
    public void Return(ProtocolBinding binding, ref NetBufferListChain chain, ReturnFlags flags)
    {
        if (Node.MustObserve)
        {
            _stack.Runtime.Ownership?.HandOver(chain, binding.Node, Node, OwnershipEvent.Returned);
            Node.Trace(TraceKind.ReturnDown, chain);
        }

        if (_sharedOut != 0)
        {
            Collapse(ref chain);
        }

        if (!chain.IsEmpty)
        {
            Node.ReturnDown(ref chain, flags);
        }
    }

    /// <summary>The top of the completion path.</summary>
    public void Complete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        if (_stack.Bindings.Count == 1 && ReferenceEquals(chain.Head!.SourceHandle, _stack.Bindings[0]))
        {
            // A list of anybody else in the chain is found, and reported, by the binding.
            _stack.Bindings[0].Complete(ref chain, flags);
            return;
        }

        while (!chain.IsEmpty)
        {
            NetBufferListChain run = NetBufferListClassifier.TakeRun<BySource, SourceKey>(ref chain, default, out SourceKey source);
            if (source.Handle is ProtocolBinding binding && ReferenceEquals(binding.Adapter, _stack.Adapter))
            {
                binding.Complete(ref run, flags);
            }
            else
            {
                ReportForeign(run);
            }
        }
    }

    /// <summary>A binding sends while somebody watches.</summary>
    public void ObserveSend(ProtocolBinding binding, scoped in NetBufferListChain chain)
    {
        if (_stack.Runtime.Ownership is { } verifier)
        {
            verifier.Originate(chain, NblFlags.SendReadOnly);
            verifier.HandOver(chain, binding.Node, Node, OwnershipEvent.Sent);
        }

        Node.SendPoint!.Show(CaptureDirection.Outbound, chain);
        Node.Trace(TraceKind.SendDown, chain);
    }

    /// <summary>A binding gets lists while somebody watches.</summary>
    public void ObserveDelivery(ProtocolBinding binding, scoped in NetBufferListChain chain, ReceiveFlags flags)
    {
        _stack.Runtime.Ownership?.HandOver(chain, Node, binding.Node, OwnershipEvent.Indicated, flags);
        Node.ReceivePoint!.Show(CaptureDirection.Inbound, chain);
    }

    /// <summary>Completed sends come home while the verifier is on.</summary>
    public void VerifyCompletion(ProtocolBinding binding, scoped in NetBufferListChain chain)
    {
        OwnershipVerifier verifier = _stack.Runtime.Ownership!;
        verifier.HandOver(chain, Node, binding.Node, OwnershipEvent.Completed);
        verifier.ComeHome(chain, startMayMove: false, Node.LowerSendNode);
    }

    private void ReportForeign(scoped in NetBufferListChain run)
    {
        NetBufferList list = run.Head!;
        _stack.Runtime.Ownership?.Violation(NdisVerifierRules.SourceHandle, Node.Name, $"{list} came up completed and no binding of '{_stack.Adapter.Name}' sent it", list);
        NdisBugCheck.BadHandOver(_kernel, Node.Name, list, "completed");
    }

    private readonly record struct SourceKey(object? Handle)
    {
        public bool Equals(SourceKey other) => ReferenceEquals(Handle, other.Handle);

        public override int GetHashCode() => 0;
    }

    private readonly struct BySource : INetBufferListSelector<SourceKey>
    {
        public SourceKey Select(NetBufferList list) => new(list.SourceHandle);
    }
}
