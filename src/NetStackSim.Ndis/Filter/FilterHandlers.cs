namespace NetStackSim.Ndis;

/// <summary>The data handlers of a filter that NDIS can go past (NDIS_FILTER_PARTIAL_CHARACTERISTICS).</summary>
[Flags]
public enum FilterHandlers
{
    /// <summary>On no data path.</summary>
    None = 0,

    /// <summary>FilterSendNetBufferLists.</summary>
    Send = 0x1,

    /// <summary>FilterSendNetBufferListsComplete.</summary>
    SendComplete = 0x2,

    /// <summary>FilterCancelSendNetBufferLists.</summary>
    CancelSend = 0x4,

    /// <summary>FilterReceiveNetBufferLists.</summary>
    Receive = 0x8,

    /// <summary>FilterReturnNetBufferLists.</summary>
    Return = 0x10,

    /// <summary>All of the send path.</summary>
    SendPath = Send | SendComplete | CancelSend,

    /// <summary>All of the receive path.</summary>
    ReceivePath = Receive | Return,

    /// <summary>Everything.</summary>
    All = SendPath | ReceivePath,
}
