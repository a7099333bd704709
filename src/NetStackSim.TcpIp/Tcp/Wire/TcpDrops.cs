using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Segments that TCP gives up, each with the number that Windows' discard layers use for it.</summary>
internal static class TcpDrops
{
    /// <summary>The drop module of these reasons.</summary>
    internal const ushort Module = DropModule.Tcp;

    internal static readonly DropCause HeaderTooShort = Make(1, "HeaderTooShort", TransportDrop.HeaderInvalid);
    internal static readonly DropCause BadDataOffset = Make(2, "BadDataOffset", TransportDrop.HeaderInvalid);
    internal static readonly DropCause BadChecksum = Make(3, "BadChecksum", TransportDrop.ChecksumInvalid);
    internal static readonly DropCause PortZero = Make(4, "PortZero", TransportDrop.HeaderInvalid);
    internal static readonly DropCause SourceIsGroup = Make(5, "SourceIsGroup", TransportDrop.HeaderInvalid);
    internal static readonly DropCause DestinationIsGroup = Make(6, "DestinationIsGroup", TransportDrop.DestinationMulticast);
    internal static readonly DropCause LandAttack = Make(7, "LandAttack", TransportDrop.LandAttack);
    internal static readonly DropCause NoEndpoint = Make(8, "NoEndpoint", TransportDrop.EndpointNotFound);
    internal static readonly DropCause ResetWithoutEndpoint = Make(9, "ResetWithoutEndpoint", TransportDrop.EndpointNotFound);
    internal static readonly DropCause ListenerReset = Make(10, "ListenerReset", TransportDrop.ListenerInvalidFlags);
    internal static readonly DropCause ListenerAck = Make(11, "ListenerAck", TransportDrop.ListenerInvalidFlags);
    internal static readonly DropCause ListenerNoSyn = Make(12, "ListenerNoSyn", TransportDrop.ListenerInvalidFlags);
    internal static readonly DropCause ListenerSynFin = Make(13, "ListenerSynFin", TransportDrop.ListenerInvalidFlags);
    internal static readonly DropCause BacklogFull = Make(14, "BacklogFull", TransportDrop.PauseAccept);
    internal static readonly DropCause HalfOpenLimit = Make(15, "HalfOpenLimit", TransportDrop.SynAttack);
    internal static readonly DropCause AcceptRejected = Make(16, "AcceptRejected", TransportDrop.AcceptInspection);
    internal static readonly DropCause AcceptBlocked = Make(17, "AcceptBlocked", GeneralDrop.FirewallPolicy, InspectionLayer.Accept);
    internal static readonly DropCause AcceptAllocation = Make(18, "AcceptAllocation", TransportDrop.AcceptInspection);
    internal static readonly DropCause AcceptPended = Make(19, "AcceptPended", TransportDrop.AcceptInspection);
    internal static readonly DropCause SynSentBadAck = Make(20, "SynSentBadAck", TransportDrop.AckInvalid);
    internal static readonly DropCause SynSentBlindReset = Make(22, "SynSentBlindReset", TransportDrop.Rst);
    internal static readonly DropCause SynSentNoSyn = Make(23, "SynSentNoSyn", TransportDrop.ExpectedSyn);
    internal static readonly DropCause SynReceivedBadAck = Make(24, "SynReceivedBadAck", TransportDrop.AckInvalid);
    internal static readonly DropCause SynReceivedSyn = Make(25, "SynReceivedSyn", TransportDrop.SynRcvdSyn);
    internal static readonly DropCause SynReceivedReset = Make(26, "SynReceivedReset", TransportDrop.Rst);
    internal static readonly DropCause SynReceivedNoAck = Make(27, "SynReceivedNoAck", TransportDrop.SessionState);
    internal static readonly DropCause OutsideWindow = Make(28, "OutsideWindow", TransportDrop.OutsideWindow);
    internal static readonly DropCause ClosedWindow = Make(29, "ClosedWindow", TransportDrop.ClosedWindow);
    internal static readonly DropCause DuplicateSegment = Make(30, "DuplicateSegment", TransportDrop.DuplicateSegment);
    internal static readonly DropCause KeepAliveProbe = Make(31, "KeepAliveProbe", TransportDrop.DuplicateSegment);
    internal static readonly DropCause Paws = Make(32, "Paws", TransportDrop.PawsFailed);
    internal static readonly DropCause TimestampMissing = Make(33, "TimestampMissing", TransportDrop.PawsFailed);
    internal static readonly DropCause ResetNotExact = Make(35, "ResetNotExact", TransportDrop.Rst);
    internal static readonly DropCause ResetOutsideWindow = Make(36, "ResetOutsideWindow", TransportDrop.Rst);
    internal static readonly DropCause SynInSession = Make(37, "SynInSession", TransportDrop.SessionState);
    internal static readonly DropCause NoAck = Make(38, "NoAck", TransportDrop.SessionState);
    internal static readonly DropCause AckTooOld = Make(39, "AckTooOld", TransportDrop.AckInvalid);
    internal static readonly DropCause AckTooNew = Make(40, "AckTooNew", TransportDrop.AckInvalid);
    internal static readonly DropCause DataAfterFin = Make(41, "DataAfterFin", TransportDrop.FinReceived);
    internal static readonly DropCause DataAfterClose = Make(42, "DataAfterClose", TransportDrop.FinWait2);
    internal static readonly DropCause ReassemblyFull = Make(43, "ReassemblyFull", TransportDrop.ReassemblyConflict);
    internal static readonly DropCause ReceiveListsFull = Make(59, "ReceiveListsFull", TransportDrop.SessionState);
    internal static readonly DropCause ReassemblyDuplicate = Make(44, "ReassemblyDuplicate", TransportDrop.DuplicateSegment);
    internal static readonly DropCause TimeWaitReset = Make(45, "TimeWaitReset", TransportDrop.TimeWaitTcbReceivedRstOutsideWindow);
    internal static readonly DropCause TimeWaitSyn = Make(46, "TimeWaitSyn", TransportDrop.TimeWaitTcbSynAndOtherFlags);
    internal static readonly DropCause TimeWaitSegment = Make(47, "TimeWaitSegment", TransportDrop.TimeWaitTcb);
    internal static readonly DropCause FlowBlocked = Make(50, "FlowBlocked", GeneralDrop.FirewallPolicy, InspectionLayer.FlowEstablished);
    internal static readonly DropCause ConnectionClosed = Make(51, "ConnectionClosed", TransportDrop.TcbRemoved);
    internal static readonly DropCause SynSentData = Make(52, "SynSentData", TransportDrop.SessionState);
    internal static readonly DropCause SynData = Make(53, "SynData", TransportDrop.SessionState);
    internal static readonly DropCause Reauthorisation = Make(54, "Reauthorisation", GeneralDrop.FirewallPolicy, InspectionLayer.Accept);
    internal static readonly DropCause SendBlocked = Make(55, "SendBlocked", GeneralDrop.FirewallPolicy, InspectionLayer.OutboundTransport);
    internal static readonly DropCause SendUnreachable = Make(56, "SendUnreachable", NetworkDrop.NoRoute, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause SendAllocation = Make(57, "SendAllocation", NetworkDrop.AllocationFailure, InspectionLayer.OutboundNetwork);
    internal static readonly DropCause ResetRateLimited = Make(58, "ResetRateLimited", TransportDrop.SynAttack);

    private static DropCause Make(ushort code, string name, DropReason discard, InspectionLayer layer = InspectionLayer.InboundTransport) =>
        new(new DropReason(Module, code, name), layer, discard);
}
