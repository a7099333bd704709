namespace NetStackSim.Packets;

// What an address is: the ranges of RFC 1122 section 3.2.1.3, RFC 5735 and RFC 4291 section 2.
public readonly partial struct IpAddress
{
    /// <summary>True for 0.0.0.0 and ::.</summary>
    public bool IsUnspecified => _high == 0 && _low == (_isV4 ? MappedPrefix : 0);

    /// <summary>True for 127.0.0.0/8 and ::1.</summary>
    public bool IsLoopback => _isV4 ? V4Value >> 24 == 127 : _high == 0 && _low == 1;

    /// <summary>True for 224.0.0.0/4 and ff00::/8.</summary>
    public bool IsMulticast => _isV4 ? V4Value >> 28 == 0xE : _high >> 56 == 0xFF;

    /// <summary>True for 169.254.0.0/16 (RFC 3927) and fe80::/10.</summary>
    public bool IsLinkLocal => _isV4 ? V4Value >> 16 == 0xA9FE : _high >> 54 == 0xFE80 >> 6;

    /// <summary>True for ff02::/16 and 224.0.0.0/24, which no router forwards.</summary>
    public bool IsLinkLocalMulticast => _isV4 ? V4Value >> 8 == 0xE00000 : _high >> 56 == 0xFF && MulticastScope == 2;

    /// <summary>True for fc00::/7 (RFC 4193).</summary>
    public bool IsUniqueLocal => !_isV4 && _high >> 57 == 0xFC >> 1;

    /// <summary>True for 255.255.255.255.</summary>
    public bool IsLimitedBroadcast => _isV4 && V4Value == uint.MaxValue;

    /// <summary>True for the IPv4 class E range 240.0.0.0/4 without the limited broadcast address.</summary>
    public bool IsReserved => _isV4 && V4Value >> 28 == 0xF && V4Value != uint.MaxValue;

    /// <summary>True for 0.0.0.0/8: "this network" (RFC 1122 section 3.2.1.3).</summary>
    public bool IsThisNetwork => _isV4 && V4Value >> 24 == 0;

    /// <summary>True for an IPv6 address in ::ffff:0:0/96 (an IPv4 address is not one).</summary>
    public bool IsMappedV6 => !_isV4 && _high == 0 && _low >> 32 == 0xFFFF;

    /// <summary>The scope field of an IPv6 multicast address (RFC 4291 section 2.7): 1 interface, 2 link, 5 site, 14 global; 0 for any other address.</summary>
    public int MulticastScope => !_isV4 && _high >> 56 == 0xFF ? (int)(_high >> 48) & 0xF : 0;

    /// <summary>True for ff02::1:ff00:0/104, the solicited-node multicast range.</summary>
    public bool IsSolicitedNode => !_isV4 && _high == 0xFF02_0000_0000_0000 && _low >> 24 == 0x1_FF;

    /// <summary>The solicited-node multicast address that belongs to this IPv6 address (RFC 4291 section 2.7.1).</summary>
    public IpAddress SolicitedNode() => FromV6(0xFF02_0000_0000_0000, 0x0000_0001_FF00_0000 | (_low & 0xFF_FFFF));

    /// <summary>The IPv4 address inside a mapped IPv6 address, or the address itself.</summary>
    public IpAddress Unmap() => IsMappedV6 ? FromV4((uint)_low) : this;

    /// <summary>The IPv6 address ::ffff:a.b.c.d of an IPv4 address, or the address itself.</summary>
    public IpAddress MapToV6() => _isV4 ? FromV6(_high, _low) : this;

    /// <summary>The address with a number added to its host part; wraps inside the family. Handy for address pools and tests.</summary>
    public IpAddress Add(int offset)
    {
        if (_isV4)
        {
            return FromV4(unchecked(V4Value + (uint)offset));
        }

        UInt128 sum = unchecked(new UInt128(_high, _low) + (UInt128)(Int128)offset);
        return FromV6((ulong)(sum >> 64), (ulong)sum);
    }
}
