using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// What a filter may hold: bind, the choice of a peer, the closure.
internal abstract partial class DatagramEndpoint : IBindable, IPendedStepOwner
{
    private BindSequence? _bind;
    private IpEndpoint? _wantedRemote;
    private bool _wantsFilter;

    /// <inheritdoc/>
    public EndpointOptions Options => new(_family, _protocol, Process, DualMode: IsDual);

    /// <inheritdoc/>
    public uint FirewallProperty { get; private set; }

    /// <inheritdoc/>
    public void GoOn(InspectionVerdict verdict) => FinishClose();

    /// <inheritdoc/>
    public void AskAgain() => ShowClosure();

    /// <inheritdoc/>
    NtStatus IBindable.ClaimBind(in IpEndpoint wanted, AddressSharing sharing, out IpEndpoint claimed)
    {
        claimed = wanted;
        NtStatus status = CanUse(wanted.Address) ? Claim(ref claimed, sharing) : NtStatus.InvalidAddressComponent;
        if (status.IsSuccess)
        {
            _local = claimed;
            Sharing = sharing;
            Register();
        }

        return status;
    }

    /// <inheritdoc/>
    void IBindable.ConfirmBind() => _isBound = true;

    /// <inheritdoc/>
    void IBindable.UnclaimBind()
    {
        Unregister();
        _local = new IpEndpoint(Any(_family), 0);
    }

    /// <inheritdoc/>
    void IBindable.OnBindDecided(NtStatus status)
    {
        _bind = null;
        _client.OnBound(status);
    }

    /// <summary>The filter engine decided about the choice of a peer.</summary>
    internal void OnConnectDecided(NtStatus status)
    {
        if (_wantedRemote is { } remote && !_isClosed && status != NtStatus.Pending)
        {
            _wantedRemote = null;
            FixRemote(remote, status);
            _client.OnRemoteSet(status);
        }
    }

    /// <summary>Says whether an address can be taken, and completes it.</summary>
    private protected abstract NtStatus Claim(ref IpEndpoint wanted, AddressSharing sharing);

    /// <summary>The bound address is known to the protocol; nothing arrives before <see cref="IsOpen"/>.</summary>
    private protected abstract void Register();

    /// <summary>The protocol forgets the endpoint.</summary>
    private protected abstract void Unregister();

    private NtStatus SetFirewallProperty(long value)
    {
        uint before = FirewallProperty;
        if (value is < 0 or > uint.MaxValue)
        {
            return NtStatus.InvalidParameter;
        }

        FirewallProperty = (uint)value;
        if (before == FirewallProperty || !IsOpen)
        {
            return NtStatus.Success;
        }

        NtStatus status = _inspection.Reclassify(this, _local, isListening: false);
        if (status.IsError)
        {
            FirewallProperty = before;
        }
        else
        {
            _stack.Flows.MustReauthorise(this, ReauthorizationReasons.SocketPropertyChanged);
        }

        return status;
    }

    private void FixRemote(in IpEndpoint remote, NtStatus status)
    {
        if (status.IsSuccess)
        {
            _remote = remote;
            _filterReceives = _wantsFilter && !remote.Address.IsUnspecified;
            _sender.Reset();
        }
    }

    // The port stays taken while a filter holds the closure; nothing arrives there any more.
    private void ShowClosure()
    {
        if (!_inspection.Holds(this, _local, this))
        {
            FinishClose();
        }
    }

    private void FinishClose()
    {
        _isBound = false;
        Unregister();
        _inspection.Release(this, _local);
        OnIdle();
    }
}
