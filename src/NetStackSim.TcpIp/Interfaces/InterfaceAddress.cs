using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>A unicast address of an interface (<c>MIB_UNICASTIPADDRESS_ROW</c>).</summary>
public sealed class InterfaceAddress
{
    internal InterfaceAddress(IpInterface owner, IpPrefix prefix, DadState state)
    {
        Interface = owner;
        Prefix = prefix;
        State = state;
    }

    /// <summary>The interface.</summary>
    public IpInterface Interface { get; }

    /// <summary>The address with its on-link prefix length.</summary>
    public IpPrefix Prefix { get; }

    /// <summary>The address.</summary>
    public IpAddress Address => Prefix.Address;

    /// <summary>Where duplicate address detection stands.</summary>
    public DadState State { get; internal set; }

    /// <summary>True: the stack never picks it as a source by itself (SkipAsSource).</summary>
    public bool SkipAsSource { get; set; }

    /// <summary>True when packets may be sent from and received at the address.</summary>
    public bool IsUsable => State is DadState.Preferred or DadState.Deprecated;

    /// <summary>The machine that checks the address before it is used; null when it is done or was skipped.</summary>
    internal DuplicateAddressDetection? Detection { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix} ({State})";
}
