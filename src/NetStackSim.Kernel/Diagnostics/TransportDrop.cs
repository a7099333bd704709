namespace NetStackSim.Kernel;

/// <summary>Drop reasons of the transports, with the numbers of FWPS_DISCARD_MODULE_TRANSPORT.</summary>
public static class TransportDrop
{
    /// <summary>Code 0. Source unspecified.</summary>
    public static DropReason SourceUnspecified => new(DropModule.Transport, 0, nameof(SourceUnspecified));

    /// <summary>Code 1. Destination multicast.</summary>
    public static DropReason DestinationMulticast => new(DropModule.Transport, 1, nameof(DestinationMulticast));

    /// <summary>Code 2. Header invalid.</summary>
    public static DropReason HeaderInvalid => new(DropModule.Transport, 2, nameof(HeaderInvalid));

    /// <summary>Code 3. Checksum invalid.</summary>
    public static DropReason ChecksumInvalid => new(DropModule.Transport, 3, nameof(ChecksumInvalid));

    /// <summary>Code 4. Endpoint not found.</summary>
    public static DropReason EndpointNotFound => new(DropModule.Transport, 4, nameof(EndpointNotFound));

    /// <summary>Code 5. Connected path.</summary>
    public static DropReason ConnectedPath => new(DropModule.Transport, 5, nameof(ConnectedPath));

    /// <summary>Code 6. Session state.</summary>
    public static DropReason SessionState => new(DropModule.Transport, 6, nameof(SessionState));

    /// <summary>Code 7. Receive inspection.</summary>
    public static DropReason ReceiveInspection => new(DropModule.Transport, 7, nameof(ReceiveInspection));

    /// <summary>Code 8. Ack invalid.</summary>
    public static DropReason AckInvalid => new(DropModule.Transport, 8, nameof(AckInvalid));

    /// <summary>Code 9. Expected syn.</summary>
    public static DropReason ExpectedSyn => new(DropModule.Transport, 9, nameof(ExpectedSyn));

    /// <summary>Code 10. Rst.</summary>
    public static DropReason Rst => new(DropModule.Transport, 10, nameof(Rst));

    /// <summary>Code 11. Syn rcvd syn.</summary>
    public static DropReason SynRcvdSyn => new(DropModule.Transport, 11, nameof(SynRcvdSyn));

    /// <summary>Code 12. Simultaneous connect.</summary>
    public static DropReason SimultaneousConnect => new(DropModule.Transport, 12, nameof(SimultaneousConnect));

    /// <summary>Code 13. Paws failed.</summary>
    public static DropReason PawsFailed => new(DropModule.Transport, 13, nameof(PawsFailed));

    /// <summary>Code 14. Land attack.</summary>
    public static DropReason LandAttack => new(DropModule.Transport, 14, nameof(LandAttack));

    /// <summary>Code 15. Missed reset.</summary>
    public static DropReason MissedReset => new(DropModule.Transport, 15, nameof(MissedReset));

    /// <summary>Code 16. Outside window.</summary>
    public static DropReason OutsideWindow => new(DropModule.Transport, 16, nameof(OutsideWindow));

    /// <summary>Code 17. Duplicate segment.</summary>
    public static DropReason DuplicateSegment => new(DropModule.Transport, 17, nameof(DuplicateSegment));

    /// <summary>Code 18. Closed window.</summary>
    public static DropReason ClosedWindow => new(DropModule.Transport, 18, nameof(ClosedWindow));

    /// <summary>Code 19. Tcb removed.</summary>
    public static DropReason TcbRemoved => new(DropModule.Transport, 19, nameof(TcbRemoved));

    /// <summary>Code 20. Fin wait2.</summary>
    public static DropReason FinWait2 => new(DropModule.Transport, 20, nameof(FinWait2));

    /// <summary>Code 21. Reassembly conflict.</summary>
    public static DropReason ReassemblyConflict => new(DropModule.Transport, 21, nameof(ReassemblyConflict));

    /// <summary>Code 22. Fin received.</summary>
    public static DropReason FinReceived => new(DropModule.Transport, 22, nameof(FinReceived));

    /// <summary>Code 23. Listener invalid flags.</summary>
    public static DropReason ListenerInvalidFlags => new(DropModule.Transport, 23, nameof(ListenerInvalidFlags));

    /// <summary>Code 24. Urgent delivery allocation failure.</summary>
    public static DropReason UrgentDeliveryAllocationFailure => new(DropModule.Transport, 24, nameof(UrgentDeliveryAllocationFailure));

    /// <summary>Code 25. Tcb not in tcb table.</summary>
    public static DropReason TcbNotInTcbTable => new(DropModule.Transport, 25, nameof(TcbNotInTcbTable));

    /// <summary>Code 26. Time wait tcb received rst outside window.</summary>
    public static DropReason TimeWaitTcbReceivedRstOutsideWindow => new(DropModule.Transport, 26, nameof(TimeWaitTcbReceivedRstOutsideWindow));

    /// <summary>Code 27. Time wait tcb syn and other flags.</summary>
    public static DropReason TimeWaitTcbSynAndOtherFlags => new(DropModule.Transport, 27, nameof(TimeWaitTcbSynAndOtherFlags));

    /// <summary>Code 28. Time wait tcb.</summary>
    public static DropReason TimeWaitTcb => new(DropModule.Transport, 28, nameof(TimeWaitTcb));

    /// <summary>Code 29. Syn ack with fastopen cookie request.</summary>
    public static DropReason SynAckWithFastopenCookieRequest => new(DropModule.Transport, 29, nameof(SynAckWithFastopenCookieRequest));

    /// <summary>Code 30. Pause accept.</summary>
    public static DropReason PauseAccept => new(DropModule.Transport, 30, nameof(PauseAccept));

    /// <summary>Code 31. Syn attack.</summary>
    public static DropReason SynAttack => new(DropModule.Transport, 31, nameof(SynAttack));

    /// <summary>Code 32. Accept inspection.</summary>
    public static DropReason AcceptInspection => new(DropModule.Transport, 32, nameof(AcceptInspection));

    /// <summary>Code 33. Accept redirection.</summary>
    public static DropReason AcceptRedirection => new(DropModule.Transport, 33, nameof(AcceptRedirection));
}
