namespace NetStackSim.Ndis;

/// <summary>Which way lists go at a capture point.</summary>
public enum CaptureDirection : byte
{
    /// <summary>Towards the wire.</summary>
    Send,

    /// <summary>Towards the client.</summary>
    Receive,
}
