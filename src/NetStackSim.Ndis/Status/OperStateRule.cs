namespace NetStackSim.Ndis;

/// <summary>How NDIS derives the operational state of an interface: from link, port authentication and pause.</summary>
internal static class OperStateRule
{
    public static OperState Derive(MiniportAdapter adapter)
    {
        if (adapter.IsRemoved || adapter.Miniport is null)
        {
            return new OperState { OperationalStatus = OperStatus.NotPresent };
        }

        return Derive(adapter.Attributes.LinkState.MediaConnectState, adapter.PortTable.Default, adapter.State, adapter.IsLowPower);
    }

    /// <summary>The rule itself: down beats dormant, and every reason for down is told.</summary>
    public static OperState Derive(MediaConnectState link, NdisPort port, AdapterState state, bool sleeps)
    {
        OperStatusFlags down = (link == MediaConnectState.Disconnected ? OperStatusFlags.DownNotMediaConnected : OperStatusFlags.None)
            | (port is { IsActive: true, MaySend: true, MayReceive: true } ? OperStatusFlags.None : OperStatusFlags.DownNotAuthenticated);
        if (down != OperStatusFlags.None)
        {
            return new OperState { OperationalStatus = OperStatus.Down, Flags = down };
        }

        if (sleeps)
        {
            return new OperState { OperationalStatus = OperStatus.Dormant, Flags = OperStatusFlags.DormantLowPower };
        }

        return state == AdapterState.Running ? new OperState() : new OperState { OperationalStatus = OperStatus.Dormant, Flags = OperStatusFlags.DormantPaused };
    }
}
