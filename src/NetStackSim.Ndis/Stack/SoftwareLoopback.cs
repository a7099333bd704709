using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>
/// The loopback path of NDIS: copies of what is sent go up the same stack, below the filters, before the original goes down. Off the send path unless a monitoring
/// protocol, or the sender itself, asks for it.
/// </summary>
internal sealed class SoftwareLoopback
{
    private const int SmallFrame = 2048;
    private const int LargestFrame = 0x1_1000;
    private const PacketFilter Monitoring = PacketFilter.Promiscuous | PacketFilter.AllLocal;

    private static readonly object _toSender = new();

    private readonly DriverStack _stack;
    private NetBufferListPool? _small;
    private NetBufferListPool? _large;
    private bool _filtersReceive;

    public SoftwareLoopback(DriverStack stack)
    {
        _stack = stack;
    }

    /// <summary>Every send has to be looked at: somebody monitors, and there is somebody else to be monitored, or a filter to see it.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Copies may be on the receive path: nobody gets a chain unseen.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Copies that have not come back.</summary>
    public int Outstanding => (_small?.Outstanding ?? 0) + (_large?.Outstanding ?? 0);

    /// <summary>Bindings, their wishes or the handlers of filters changed.</summary>
    public void Update()
    {
        _filtersReceive = _stack.Filters.Any(module => (module.Handlers & FilterHandlers.Receive) != 0);
        IsWanted = MediumLoops && (_stack.Bindings.Count > 1 || _filtersReceive) && _stack.Bindings.Any(Monitors);
        IsActive |= IsWanted;
        _stack.Adapter.UpdatePaths();
    }

    /// <summary>Indicates copies of what is about to be sent.</summary>
    public void Indicate(scoped in NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        bool toSender = (flags & SendFlags.CheckForLoopback) != 0;
        if (!MediumLoops || !(IsWanted || toSender))
        {
            return;
        }

        if (!IsActive)
        {
            IsActive = true;
            _stack.Edge.Update();
        }

        NetBufferListChain copies = default;
        foreach (NetBufferList list in chain)
        {
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                Copy(list, buffer, toSender, ref copies);
            }
        }

        _stack.Adapter.IndicateLoopback(ref copies, port);
    }

    /// <summary>Takes copies out of a chain that goes back to the miniport.</summary>
    public void Collect(ref NetBufferListChain chain)
    {
        NetBufferListChain others = default;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            if (list.Pool == _small || list.Pool == _large)
            {
                list.State = NetBufferListState.Owned;
                list.Free();
            }
            else
            {
                others.Add(list);
            }
        }

        chain = others;
    }

    /// <summary>Is this copy for this binding? The filter of the binding counts as for any frame, but AllLocal takes everything.</summary>
    public static bool IsFor(ProtocolBinding binding, NetBufferList copy, bool accepted)
    {
        if (ReferenceEquals(copy.MiniportReserved0, binding))
        {
            return copy.MiniportReserved1 is not null && accepted;
        }

        return !RefusesLoopback(binding) && (accepted || (binding.PacketFilter & PacketFilter.AllLocal) != 0);
    }

    private bool MediumLoops => _stack.Adapter.Attributes is { MediaType: NdisMedium.Medium802_3 or NdisMedium.Medium802_5 } attributes
        && (attributes.MacOptions & MacOptions.NoLoopback) != 0;

    private static bool Monitors(ProtocolBinding binding) => (binding.PacketFilter & Monitoring) != 0 && !RefusesLoopback(binding);

    private static bool RefusesLoopback(ProtocolBinding binding) =>
        (binding.PacketFilter & PacketFilter.NoLocal) != 0 || (binding.Options & ProtocolBindingOptions.NoLoopback) != 0;

    private void Copy(NetBufferList list, NetBuffer buffer, bool toSender, ref NetBufferListChain copies)
    {
        Span<byte> header = stackalloc byte[EthernetFrame.HeaderLength];
        if (buffer.CopyTo(0, header) < header.Length || !IsOfUse(list.SourceHandle, MacAddress.Read(header), toSender))
        {
            return;
        }

        if (buffer.DataLength > LargestFrame || !PoolFor(buffer.DataLength).TryRent(out NetBufferList? copy))
        {
            _stack.Kernel.Drops.Count(NdisDrop.LoopbackFailed, list.CorrelationId, buffer.DataLength);
            return;
        }

        copy.FirstNetBuffer.DataLength = buffer.DataLength;
        copy.FirstNetBuffer.CopyFrom(0, buffer.DataLength, buffer, 0);
        _stack.Kernel.Copies.Add(CopyKind.Loopback, buffer.DataLength);
        copy.Vlan = list.Vlan;
        copy.CorrelationId = list.CorrelationId;
        copy.ReceiveChecksum = ReceiveChecksumInfo.Loopback;
        copy.NblFlags |= NblFlags.IsLoopbackPacket;
        copy.MiniportReserved0 = list.SourceHandle;
        copy.MiniportReserved1 = toSender ? _toSender : null;
        copies.Add(copy);
    }

    // It passes the filter of the adapter as if it were received, and a filter module or a binding gets it.
    private bool IsOfUse(object? sender, MacAddress destination, bool toSender)
    {
        bool passes = false;
        bool wanted = _filtersReceive;
        foreach (ProtocolBinding binding in _stack.Bindings)
        {
            bool accepts = _stack.Edge.Accepts(binding, destination) || (binding.PacketFilter & PacketFilter.AllLocal) != 0;
            passes |= accepts;
            wanted |= accepts && (ReferenceEquals(binding, sender) ? toSender : !RefusesLoopback(binding));
        }

        return passes && wanted;
    }

    private NetBufferListPool PoolFor(int length) => length <= SmallFrame ? _small ??= MakePool("loopback", SmallFrame) : _large ??= MakePool("loopback-large", LargestFrame);

    private NetBufferListPool MakePool(string name, int size) =>
        new(_stack.Kernel, new NetBufferListPoolOptions { Name = $"{_stack.Adapter.Name}/{name}", DataSize = size });
}
