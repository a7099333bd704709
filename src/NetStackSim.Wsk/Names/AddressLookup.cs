using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>One request of <see cref="WskProvider.GetAddressInfo"/> between the call and its end.</summary>
internal sealed class AddressLookup : IIrpQueueOwner
{
    private readonly WskProvider _provider;
    private readonly string? _name;
    private readonly WskAddressHints _hints;
    private readonly ushort _port;
    private readonly IrpQueue _pending;
    private NameQuery? _query;

    /// <summary>Describes the request.</summary>
    public AddressLookup(WskProvider provider, string? name, in WskAddressHints hints, ushort port)
    {
        _provider = provider;
        _name = name;
        _hints = hints;
        _port = port;
        _pending = new IrpQueue("WSK address look-up", this);
    }

    /// <summary>Asks the resolver; the request waits.</summary>
    public NtStatus Ask(INameResolver resolver, SimProcess? process, Irp irp)
    {
        _query = new NameQuery(_name!, _hints.Family, process, Finish);
        _pending.Insert(irp);
        if (!_pending.IsEmpty)
        {
            resolver.Resolve(_query);
        }

        return NtStatus.Pending;
    }

    /// <summary>Makes the list of a result.</summary>
    /// <returns>The first entry, or null when no address is of use.</returns>
    public WskAddressInfo? MakeList(IReadOnlyList<IpAddress> addresses)
    {
        WskAddressInfo? first = null;
        WskAddressInfo? last = null;
        foreach (IpAddress address in addresses)
        {
            foreach (ref readonly TransportDescriptor transport in _provider.Transports)
            {
                if (!IsWanted(transport, address.Family))
                {
                    continue;
                }

                var entry = new WskAddressInfo(transport, new IpEndpoint(address, _port));
                if (last is null)
                {
                    first = entry;
                }
                else
                {
                    last.Next = entry;
                }

                last = entry;
            }
        }

        if (first is not null && (_hints.Flags & WskAddressInfoFlags.CanonicalName) != 0)
        {
            first.CanonicalName = _name;
        }

        return first;
    }

    void IIrpQueueOwner.CompleteCanceledIrp(IrpQueue queue, Irp irp)
    {
        _query!.IsCanceled = true;
        irp.Complete(NtStatus.Cancelled);
    }

    private bool IsWanted(in TransportDescriptor transport, IpFamily family) =>
        transport.Family == family
        && (_hints.Family is null || _hints.Family == family)
        && (_hints.SocketType is null || _hints.SocketType == transport.SocketType)
        && (_hints.Protocol == 0 || _hints.Protocol == transport.Protocol);

    private void Finish(NtStatus status, IReadOnlyList<IpAddress> addresses)
    {
        if (_pending.RemoveNext() is not { } irp)
        {
            return;
        }

        WskAddressInfo? list = status.IsSuccess ? MakeList(addresses) : null;
        if (list is not null)
        {
            _provider.Lend(list, irp);
        }

        irp.Complete(status.IsSuccess && list is null ? NtStatus.NoMatch : status);
    }
}
