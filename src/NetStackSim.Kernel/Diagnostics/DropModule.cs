namespace NetStackSim.Kernel;

/// <summary>Module numbers of <see cref="DropReason"/>: 0 to 2 are those of the WFP discard metadata, the library's own begin at 0x100.</summary>
public static class DropModule
{
    /// <summary>IP layer (FWPS_DISCARD_MODULE_NETWORK).</summary>
    public const ushort Network = 0;

    /// <summary>TCP, UDP, raw (FWPS_DISCARD_MODULE_TRANSPORT).</summary>
    public const ushort Transport = 1;

    /// <summary>Firewall and IPsec (FWPS_DISCARD_MODULE_GENERAL).</summary>
    public const ushort General = 2;

    /// <summary>A link between wire ports.</summary>
    public const ushort Link = 0x100;

    /// <summary>A simulated NIC or wire device.</summary>
    public const ushort Nic = 0x101;

    /// <summary>NDIS itself.</summary>
    public const ushort Ndis = 0x102;

    /// <summary>A filter driver.</summary>
    public const ushort FilterDriver = 0x103;

    /// <summary>The simulation: fault rules, switches, replay.</summary>
    public const ushort Simulation = 0x104;

    /// <summary>The link layer of the stack: Ethernet framing and ARP.</summary>
    public const ushort Ethernet = 0x105;

    /// <summary>IPv4 and IPv6, finer than the numbers of WFP.</summary>
    public const ushort Ip = 0x106;

    /// <summary>ICMP and neighbour discovery.</summary>
    public const ushort Icmp = 0x107;

    /// <summary>UDP, finer than the numbers of WFP.</summary>
    public const ushort Udp = 0x108;

    /// <summary>TCP, finer than the numbers of WFP.</summary>
    public const ushort Tcp = 0x109;

    /// <summary>Winsock Kernel: what was delivered to a socket and never reached its client.</summary>
    public const ushort Wsk = 0x10A;
}
