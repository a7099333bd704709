namespace NetStackSim.Wfp;

/// <summary>Ids of the security log.</summary>
public enum AuditEventId : ushort
{
    /// <summary>A frame was blocked at a layer below IP.</summary>
    FrameDropped = 5150,

    /// <summary>A frame was blocked at a layer below IP by a callout against a hard permit.</summary>
    FrameVetoed = 5151,

    /// <summary>A packet was blocked.</summary>
    PacketDropped = 5152,

    /// <summary>A packet was blocked by a callout against a hard permit.</summary>
    PacketVetoed = 5153,

    /// <summary>Listening was permitted.</summary>
    ListenPermitted = 5154,

    /// <summary>Listening was blocked.</summary>
    ListenBlocked = 5155,

    /// <summary>A connection was permitted.</summary>
    ConnectionPermitted = 5156,

    /// <summary>A connection was blocked.</summary>
    ConnectionBlocked = 5157,

    /// <summary>A bind was permitted.</summary>
    BindPermitted = 5158,

    /// <summary>A bind was blocked.</summary>
    BindBlocked = 5159,

    /// <summary>A callout was present when the service started.</summary>
    CalloutPresentAtStart = 5440,

    /// <summary>A filter was present when the service started.</summary>
    FilterPresentAtStart = 5441,

    /// <summary>A provider was present when the service started.</summary>
    ProviderPresentAtStart = 5442,

    /// <summary>A provider context was present when the service started.</summary>
    ProviderContextPresentAtStart = 5443,

    /// <summary>A sublayer was present when the service started.</summary>
    SubLayerPresentAtStart = 5444,

    /// <summary>A callout was added or deleted.</summary>
    CalloutChanged = 5446,

    /// <summary>A filter was added or deleted.</summary>
    FilterChanged = 5447,

    /// <summary>A provider was added or deleted.</summary>
    ProviderChanged = 5448,

    /// <summary>A provider context was added or deleted.</summary>
    ProviderContextChanged = 5449,

    /// <summary>A sublayer was added or deleted.</summary>
    SubLayerChanged = 5450,
}
