using NetStackSim.Kernel;

namespace NetStackSim.TcpIp;

/// <summary>Checks one address before it is used: neighbour solicitations (RFC 4862 section 5.4) or ARP probes (RFC 5227 section 2.1) at intervals, then silence means it is free.</summary>
internal sealed class DuplicateAddressDetection : ITimerTarget
{
    // RFC 5227 section 1.1, ANNOUNCE_NUM and ANNOUNCE_INTERVAL.
    private const int Announcements = 2;
    private const long AnnounceInterval = 2_000_000_000;

    private readonly TcpIpStack _stack;
    private readonly IAddressProbe _probe;
    private readonly KernelTimer _timer;
    private readonly long _interval;
    private int _probesLeft;
    private int _announcementsLeft;

    internal DuplicateAddressDetection(TcpIpStack stack, InterfaceAddress address, IAddressProbe probe, int probes, long intervalNs)
    {
        _announcementsLeft = Announcements;
        _stack = stack;
        Address = address;
        _probe = probe;
        _probesLeft = probes;
        _interval = intervalNs;
        _timer = new KernelTimer(stack.Kernel.BootProcessor, this);
    }

    /// <summary>The address.</summary>
    internal InterfaceAddress Address { get; }

    /// <summary>Sends the first probe.</summary>
    internal void Start() => OnTimer(0);

    /// <summary>Sends the first probe as soon as the current event is over: an interface that is just restarting cannot send yet.</summary>
    internal void StartSoon() => _timer.SetAfter(0);

    /// <summary>Somebody else has it, or the address went away.</summary>
    internal void Stop() => _timer.Cancel();

    /// <inheritdoc/>
    public void OnTimer(int id)
    {
        if (_probesLeft == 0)
        {
            Announce();
            return;
        }

        _probesLeft--;
        _timer.SetAfter(_interval);
        _probe.Probe(Address);
    }

    // The address is usable from the first announcement on; the second one reaches those that lost the first.
    private void Announce()
    {
        if (Address.State == DadState.Tentative)
        {
            _stack.OnAddressUnique(Address);
        }

        _probe.Announce(Address);
        if (--_announcementsLeft > 0 && Address.Address.IsV4)
        {
            _timer.SetAfter(AnnounceInterval);
        }
        else
        {
            Address.Detection = null;
        }
    }
}
