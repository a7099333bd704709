namespace NetStackSim.Packets;

/// <summary>EtherType values (IEEE 802 numbers registry) that the stack knows.</summary>
public static class EtherTypes
{
    /// <summary>IPv4 (RFC 894).</summary>
    public const ushort IPv4 = 0x0800;

    /// <summary>ARP (RFC 826).</summary>
    public const ushort Arp = 0x0806;

    /// <summary>802.1Q customer tag.</summary>
    public const ushort Vlan = 0x8100;

    /// <summary>IPv6 (RFC 2464).</summary>
    public const ushort IPv6 = 0x86DD;

    /// <summary>802.3x MAC control (pause frames).</summary>
    public const ushort MacControl = 0x8808;

    /// <summary>802.1ad service tag.</summary>
    public const ushort ServiceVlan = 0x88A8;

    /// <summary>Link layer discovery (802.1AB).</summary>
    public const ushort Lldp = 0x88CC;

    /// <summary>The lowest value that is a type; 0-0x05DC is an 802.3 length, what lies between is invalid.</summary>
    public const ushort MinimumType = 0x0600;

    /// <summary>The highest 802.3 length.</summary>
    public const ushort MaximumLength = 0x05DC;
}
