using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Ports: allocated and activated by the miniport, enforced by NDIS.</content>
public sealed partial class MiniportAdapter
{
    /// <summary>The ports, by number; the first is the default port.</summary>
    public IReadOnlyList<NdisPort> Ports => PortTable.All;

    internal PortTable PortTable { get; private set; } = new();

    /// <summary>Makes a port. It is not active yet. IRQL: at most Dispatch.</summary>
    /// <param name="characteristics">What it is; the number is chosen here.</param>
    /// <returns>The port.</returns>
    [WindowsDdi("NdisMAllocatePort")]
    public NdisPort AllocatePort(PortCharacteristics characteristics)
    {
        NdisDdi.MAllocatePort.Check(Kernel);
        NdisArgument.NotNull(characteristics, Kernel, "NdisMAllocatePort");
        return PortTable.Allocate(characteristics);
    }

    /// <summary>Takes a port away that is not active. IRQL: at most Dispatch.</summary>
    /// <returns>Success; InvalidPort for a port that is not there, or the default port; InvalidPortState while it is active.</returns>
    [WindowsDdi("NdisMFreePort")]
    public NtStatus FreePort(PortNumber number)
    {
        NdisDdi.MFreePort.Check(Kernel);
        if (number.IsDefault || PortTable.Find(number) is not { } port)
        {
            return NdisStatus.InvalidPort;
        }

        if (port.IsActive)
        {
            return NdisStatus.InvalidPortState;
        }

        PortTable.Free(port);
        return NtStatus.Success;
    }

    /// <summary>Ports become active, or are so no longer: all that the event names, or none.</summary>
    /// <returns>Success; InvalidPort for a port that is not there; InvalidPortState for one that is in that state already.</returns>
    internal NtStatus ChangePorts(NetPnPEvent netPnPEvent)
    {
        bool activates = netPnPEvent.Code == NetPnPEventCode.PortActivation;
        foreach (PortNumber number in netPnPEvent.Ports)
        {
            if (PortTable.Find(number) is not { } port)
            {
                return NdisStatus.InvalidPort;
            }

            if (port.IsActive == activates)
            {
                return NdisStatus.InvalidPortState;
            }
        }

        foreach (PortNumber number in netPnPEvent.Ports)
        {
            PortTable.Find(number)!.IsActive = activates;
        }

        PortsChanged();
        return NtStatus.Success;
    }

    /// <summary>Access control, activity or link of a port changed.</summary>
    internal void PortsChanged()
    {
        UpdatePaths();
        _stack.UpdateOperState();
    }
}
