namespace NetStackSim.Packets;

/// <summary>The two IP address families; the value is the version number of the header.</summary>
public enum IpFamily : byte
{
    /// <summary>IPv4, 4-byte addresses.</summary>
    V4 = 4,

    /// <summary>IPv6, 16-byte addresses.</summary>
    V6 = 6,
}
