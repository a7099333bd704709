namespace NetStackSim.Wfp;

/// <summary>Where packets are put into the stack.</summary>
internal enum InjectionPlace : byte
{
    /// <summary>The top of the network layer.</summary>
    NetworkSend,

    /// <summary>The bottom of the receive path.</summary>
    NetworkReceive,

    /// <summary>The forward path behind its layer.</summary>
    Forward,

    /// <summary>The top of the send path.</summary>
    TransportSend,

    /// <summary>The bottom of the receive path, from the transport layer.</summary>
    TransportReceive,

    /// <summary>A link layer.</summary>
    Link,
}
