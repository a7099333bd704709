using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>Makes one card misbehave as its profile says.</summary>
internal sealed class NicFaults : IEventTarget
{
    private const int ReleaseToken = 0;
    private const int LinkDownToken = 1;
    private const int LinkUpToken = 2;

    private const ReceiveChecksumInfo Failed = ReceiveChecksumInfo.TcpChecksumFailed | ReceiveChecksumInfo.UdpChecksumFailed | ReceiveChecksumInfo.IpChecksumFailed;

    private const ReceiveChecksumInfo Succeeded =
        ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.UdpChecksumSucceeded | ReceiveChecksumInfo.IpChecksumSucceeded;

    // From a bit that says "wrong" to the one that says "right".
    private const int VerdictDistance = 3;

    private readonly VirtualNic _nic;
    private NetBufferListQueue _late;
    private NetBufferListQueue _stuck;
    private OidRequest? _request;
    private int _completed;
    private int _calls;
    private int _interrupts;
    private long _dueNs;
    private bool _flaps;

    internal NicFaults(VirtualNic nic, NicFaultProfile profile)
    {
        _nic = nic;
        Profile = profile;
    }

    internal NicFaultProfile Profile { get; }

    /// <summary>Lists that are kept back.</summary>
    internal int HeldSends => _late.Count + _stuck.Count;

    /// <summary>The card starts: what goes by time begins.</summary>
    internal void Start()
    {
        if (Profile.LinkFlapPeriodNs > 0 && !_flaps)
        {
            _flaps = true;
            Schedule(Profile.LinkFlapPeriodNs, LinkDownToken);
        }
    }

    /// <summary>Keeps back or reorders what a DPC is about to complete.</summary>
    internal void Filter(ref NetBufferListChain completed)
    {
        NetBufferListChain now = default;
        while (completed.RemoveFirst() is { } list)
        {
            _completed++;
            if (Profile.StuckSendEvery > 0 && _completed % Profile.StuckSendEvery == 0)
            {
                _stuck.Enqueue(list);
            }
            else if (Profile.CompletionDelayNs > 0)
            {
                _late.Enqueue(list);
            }
            else
            {
                Add(ref now, list);
            }
        }

        if (!_late.IsEmpty && _dueNs <= _nic.Kernel.Now)
        {
            _dueNs = _nic.Kernel.Now + Profile.CompletionDelayNs;
            Schedule(Profile.CompletionDelayNs, ReleaseToken);
        }

        completed.Append(ref now);
    }

    /// <summary>Completes sends, and some of them once more.</summary>
    internal void Complete(ref NetBufferListChain completed)
    {
        NetBufferListChain again = completed;
        _nic.Adapter!.CompleteSend(ref completed, SendCompleteFlags.DispatchLevel);
        if (Profile.DoubleCompletionEvery > 0 && ++_calls % Profile.DoubleCompletionEvery == 0)
        {
            _nic.Adapter!.CompleteSend(ref again, SendCompleteFlags.DispatchLevel);
        }
    }

    /// <summary>Pause, halt, removal: even this card gives back what it kept.</summary>
    internal void Flush(ref NetBufferListChain chain)
    {
        _late.MoveTo(ref chain);
        _stuck.MoveTo(ref chain);
    }

    /// <summary>True when an interrupt gets lost.</summary>
    internal bool SwallowsInterrupt() => Profile.LostInterruptEvery > 0 && ++_interrupts % Profile.LostInterruptEvery == 0;

    /// <summary>What the card says of checksums that it has looked at.</summary>
    internal ReceiveChecksumInfo Say(ReceiveChecksumInfo truth) => Profile.ReceiveChecksum switch
    {
        ReceiveChecksumFault.SaysGood => (truth & ~Failed) | (ReceiveChecksumInfo)((uint)(truth & Failed) << VerdictDistance),
        ReceiveChecksumFault.SaysBad => (truth & ~Succeeded) | (ReceiveChecksumInfo)((uint)(truth & Succeeded) >> VerdictDistance),
        ReceiveChecksumFault.SaysNothing => truth & ~(Failed | Succeeded),
        _ => truth,
    };

    /// <summary>True when a request gets stuck.</summary>
    internal bool Sticks(OidRequest request)
    {
        if (request.Oid != Profile.StuckOid)
        {
            return false;
        }

        _request = request;
        return true;
    }

    /// <summary>The stuck request was cancelled, or the card is reset or halted.</summary>
    /// <param name="requestId">Which; null for whichever.</param>
    internal void Unstick(ulong? requestId = null)
    {
        if (_request is { } request && (requestId is null || request.RequestId == requestId))
        {
            _request = null;
            _nic.Adapter?.OidRequestComplete(request, NdisStatus.RequestAborted);
        }
    }

    public void OnEvent(int token)
    {
        switch (token)
        {
            case ReleaseToken:
                NetBufferListChain chain = _late.TakeAll();
                if (!chain.IsEmpty)
                {
                    _nic.Adapter!.CompleteSend(ref chain, SendCompleteFlags.None);
                }

                break;
            case LinkDownToken:
                Flap();
                break;
            default:
                _nic.OnLinkStateChanged(up: true);
                Schedule(Profile.LinkFlapPeriodNs, LinkDownToken);
                break;
        }
    }

    private void Add(ref NetBufferListChain chain, NetBufferList list)
    {
        if (!Profile.ReversesCompletions)
        {
            chain.Add(list);
            return;
        }

        NetBufferListChain reversed = default;
        reversed.Add(list);
        reversed.Append(ref chain);
        chain = reversed;
    }

    private void Flap()
    {
        if (_nic.Adapter is not { } adapter || !_nic.IsRunning || !_nic.IsLinkUp)
        {
            _flaps = false;
        }
        else if (Profile.LinkFlapDownNs == 0)
        {
            adapter.IndicateStatus(new StatusIndication(adapter, NdisStatusCode.LinkState, _nic.LinkState, StatusIndication.MediaConnectToConnect));
            Schedule(Profile.LinkFlapPeriodNs, LinkDownToken);
        }
        else
        {
            _nic.OnLinkStateChanged(up: false);
            Schedule(Profile.LinkFlapDownNs, LinkUpToken);
        }
    }

    private void Schedule(long delayNs, int token) => _nic.Kernel.Loop.Schedule(_nic.Kernel.Now + delayNs, EventClass.Timer, this, token);
}
