using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What the drivers over a virtual miniport want to receive: packet filter, multicast list, own address.</summary>
internal sealed class ReceiveWishes
{
    private MacAddress[] _groups = [];

    public ReceiveWishes(MacAddress address)
    {
        Address = address;
    }

    /// <summary>The current address of the virtual miniport.</summary>
    public MacAddress Address { get; set; }

    /// <summary>The packet filter.</summary>
    public PacketFilter Filter { get; set; }

    /// <summary>The multicast list.</summary>
    public ReadOnlySpan<MacAddress> Groups => _groups;

    /// <summary>Replaces the multicast list.</summary>
    /// <param name="addresses">Six bytes each.</param>
    public void SetGroups(ReadOnlySpan<byte> addresses)
    {
        MacAddress[] groups = new MacAddress[addresses.Length / MacAddress.Size];
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = MacAddress.Read(addresses[(i * MacAddress.Size)..]);
        }

        _groups = groups;
    }

    /// <summary>Judges a frame as an adapter with this filter would.</summary>
    public bool Accepts(MacAddress destination)
    {
        if (destination == Address && (Filter & PacketFilter.Directed) != 0)
        {
            return true;
        }

        if ((Filter & PacketFilter.Promiscuous) != 0)
        {
            return true;
        }

        if (!destination.IsMulticast)
        {
            return false;
        }

        if (destination.IsBroadcast)
        {
            return (Filter & PacketFilter.Broadcast) != 0;
        }

        return (Filter & PacketFilter.AllMulticast) != 0 || ((Filter & PacketFilter.Multicast) != 0 && Array.IndexOf(_groups, destination) >= 0);
    }
}
