namespace NetStackSim.Nic;

/// <summary>How a card lies about received checksums.</summary>
public enum ReceiveChecksumFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Every checksum it looks at is right: bad frames get to the stack as good ones.</summary>
    SaysGood,

    /// <summary>Every checksum it looks at is wrong: the stack drops good frames.</summary>
    SaysBad,

    /// <summary>It checks and reports nothing: the stack must verify in software.</summary>
    SaysNothing,
}
