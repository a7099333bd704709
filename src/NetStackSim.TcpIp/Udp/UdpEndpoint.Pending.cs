using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// What a filter may hold: bind, the choice of a peer, the closure.
internal sealed partial class UdpEndpoint : IBindable, IPendedStepOwner
{
    private BindSequence? _bind;
    private IpEndpoint? _wantedRemote;
    private bool _wantsFilter;

    /// <inheritdoc/>
    EndpointOptions IInspectedEndpoint.Options => new(_family, (byte)IpProtocol.Udp, Process, DualMode: IsDual);

    /// <inheritdoc/>
    InspectionFlags IInspectedEndpoint.EndpointFlags => InspectionFlags.None;

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
        if (!CanUse(wanted.Address))
        {
            return NtStatus.InvalidAddressComponent;
        }

        if (wanted.Port == 0)
        {
            if (!_udp.Ports.TryChoose(_udp.Endpoints, out ushort port))
            {
                return NtStatus.TooManyAddresses;
            }

            claimed = wanted.WithPort(port);
        }

        NtStatus status = _udp.Endpoints.Check(this, claimed, sharing);
        if (status.IsSuccess)
        {
            _local = claimed;
            Sharing = sharing;
            _udp.Endpoints.Add(this);
        }

        return status;
    }

    /// <inheritdoc/>
    void IBindable.ConfirmBind() => _isBound = true;

    /// <inheritdoc/>
    void IBindable.UnclaimBind()
    {
        _udp.Endpoints.Remove(this);
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
        if (!_udp.Inspection.Holds(this, _local, this))
        {
            FinishClose();
        }
    }

    private void FinishClose()
    {
        _isBound = false;
        _udp.Endpoints.Remove(this);
        _udp.Inspection.Release(this, _local);
        OnIdle();
    }
}
