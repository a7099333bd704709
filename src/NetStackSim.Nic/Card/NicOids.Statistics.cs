using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <content>Counters.</content>
internal sealed partial class NicOids
{
    private NtStatus QueryStatistics(OidRequest request)
    {
        ref readonly NdisStatistics s = ref _nic.Statistics;
        return request.Oid switch
        {
            Oid.GenStatistics => request.Answer(s),
            Oid.GenXmitOk => request.AnswerCounter(s.OutUcastPkts + s.OutMulticastPkts + s.OutBroadcastPkts),
            Oid.GenRcvOk => request.AnswerCounter(s.InUcastPkts + s.InMulticastPkts + s.InBroadcastPkts),
            Oid.GenXmitError => request.AnswerCounter(s.OutErrors),
            Oid.GenRcvError => request.AnswerCounter(s.InErrors),

            // The one way to lose a frame in this card is to have no descriptor for it.
            Oid.GenRcvNoBuffer or Oid.Ethernet8023RcvOverrun => request.AnswerCounter(s.InDiscards),
            _ => QueryMedium(request),
        };
    }

    // A full-duplex link has no collisions, no carrier to lose and nothing to wait for; the wire hands over whole octets, and frames with a right check sequence only.
    private NtStatus QueryMedium(OidRequest request) => request.Oid switch
    {
        Oid.GenRcvCrcError or Oid.Ethernet8023RcvErrorAlignment or Oid.Ethernet8023XmitOneCollision or Oid.Ethernet8023XmitMoreCollisions
            or Oid.Ethernet8023XmitDeferred or Oid.Ethernet8023XmitMaxCollisions or Oid.Ethernet8023XmitUnderrun or Oid.Ethernet8023XmitHeartbeatFailure
            or Oid.Ethernet8023XmitTimesCrsLost or Oid.Ethernet8023XmitLateCollisions => request.AnswerCounter(0),
        _ => _assists.Handle(request),
    };

    private NtStatus QueryCoalescing(OidRequest request) => request.Answer(new ReceiveCoalescingStatistics
    {
        CoalescedPackets = (ulong)_nic.Coalescing.Packets,
        CoalescedOctets = (ulong)_nic.Coalescing.Octets,
        CoalesceEvents = (ulong)_nic.Coalescing.Events,
        Aborts = (ulong)_nic.Coalescing.Aborts,
    });
}
