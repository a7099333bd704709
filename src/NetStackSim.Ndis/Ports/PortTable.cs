using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The ports of one adapter, by number.</summary>
internal sealed class PortTable
{
    private readonly List<NdisPort> _ports = [new NdisPort(PortNumber.Default, new PortCharacteristics()) { IsActive = true }];
    private uint _lastNumber;

    public IReadOnlyList<NdisPort> All => _ports;

    public NdisPort Default => _ports[0];

    /// <summary>Numbers of the active ports.</summary>
    public IReadOnlyList<PortNumber> Active => [.. _ports.Where(port => port.IsActive).Select(port => port.Number)];

    /// <summary>Numbers begin at 1 and are not used again.</summary>
    public NdisPort Allocate(PortCharacteristics characteristics)
    {
        PortCharacteristics wanted = (characteristics.Flags & PortFlags.UseDefaultAuthenticationSettings) == 0 ? characteristics : WithDefaultAuthentication(characteristics);
        NdisPort port = new(new PortNumber(++_lastNumber), wanted);
        _ports.Add(port);
        return port;
    }

    public void Free(NdisPort port) => _ports.Remove(port);

    public NdisPort? Find(PortNumber number)
    {
        foreach (NdisPort port in _ports)
        {
            if (port.Number == number)
            {
                return port;
            }
        }

        return null;
    }

    /// <summary>May a request or an indication name this port?</summary>
    public NtStatus Check(PortNumber number) => Find(number) switch
    {
        null => NdisStatus.InvalidPort,
        { IsActive: false } => NdisStatus.InvalidPortState,
        _ => NtStatus.Success,
    };

    /// <summary>May data leave by this port?</summary>
    public NtStatus CheckSend(PortNumber number)
    {
        NtStatus status = Check(number);
        return status == NtStatus.Success && !Find(number)!.MaySend ? NdisStatus.InvalidPortState : status;
    }

    /// <summary>May data come in by this port?</summary>
    public NtStatus CheckReceive(PortNumber number)
    {
        NtStatus status = Check(number);
        return status == NtStatus.Success && !Find(number)!.MayReceive ? NdisStatus.InvalidPortState : status;
    }

    public PortArray Describe() => new([.. _ports.Select(port => port.Characteristics)]);

    private PortCharacteristics WithDefaultAuthentication(PortCharacteristics characteristics) => characteristics with
    {
        SendControlState = Default.Characteristics.SendControlState,
        RcvControlState = Default.Characteristics.RcvControlState,
        SendAuthorizationState = Default.Characteristics.SendAuthorizationState,
        RcvAuthorizationState = Default.Characteristics.RcvAuthorizationState,
    };
}
