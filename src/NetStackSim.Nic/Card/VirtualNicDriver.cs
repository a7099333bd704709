using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The miniport driver of <see cref="VirtualNic"/>: one instance serves every card of a host.</summary>
public sealed class VirtualNicDriver : IMiniportDriver
{
    /// <summary>What it says about itself when it registers.</summary>
    public static MiniportOptions Registration { get; } = new() { Name = "netvnic", Keywords = VirtualNicKeywords.Of(new VirtualNicOptions()) };

    /// <inheritdoc/>
    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(parameters);
        miniport = null;
        if (parameters.Device is not VirtualNic nic || nic.Adapter is not null)
        {
            return NdisStatus.NotAccepted;
        }

        nic.Configure(parameters.Settings);
        VirtualNicMiniport started = nic.Options.ChecksForHang ? new ResettableNicMiniport(adapter, nic) : new VirtualNicMiniport(adapter, nic);
        adapter.SetAttributes(new MiniportRegistrationAttributes
        {
            Flags = MiniportAttributeFlags.HardwareDevice | MiniportAttributeFlags.NdisWdm | MiniportAttributeFlags.SurpriseRemoveOk
                | MiniportAttributeFlags.BusMaster | MiniportAttributeFlags.NoHaltOnSuspend,
            CheckForHangTimeInSeconds = nic.Options.CheckForHangSeconds,
        });
        adapter.SetAttributes(Describe(nic));
        adapter.SetAttributes(new MiniportOffloadAttributes
        {
            DefaultConfiguration = nic.Offloads,
            HardwareCapabilities = nic.Options.HardwareOffloads,
        });

        // The interrupt comes last: from here on the card may speak.
        NtStatus status = nic.Attach(adapter);
        miniport = status.IsSuccess ? started : null;
        return status;
    }

    private static MiniportGeneralAttributes Describe(VirtualNic nic) => new()
    {
        MtuSize = nic.Options.Mtu,
        LinkState = nic.LinkState,
        MaxXmitLinkSpeed = nic.Options.LinkSpeed,
        MaxRcvLinkSpeed = nic.Options.LinkSpeed,
        LookaheadSize = nic.Options.Mtu,
        MacOptions = MacOptions.NoLoopback | MacOptions.CopyLookaheadData | MacOptions.TransfersNotPend | MacOptions.FullDuplex
            | MacOptionsOf(nic.Options.PriorityVlanTag),
        MaxMulticastListSize = ReceiveFilter.MaximumMulticastList,
        PermanentMacAddress = nic.PermanentMacAddress,
        CurrentMacAddress = nic.MacAddress,
        ReceiveScaleCapabilities = nic.ScaleCapabilities,
        PciDevice = new PciDeviceProperties { MaxInterruptMessages = (uint)nic.Options.Queues },
        SupportedOids = NicOids.Supported,
    };

    // A card that does VLANs says so of priorities too (ndis: 8021Q implies 8021P).
    private static MacOptions MacOptionsOf(PriorityVlanTag handles) => (handles & PriorityVlanTag.Vlan) != 0 ? MacOptions.Priority8021P | MacOptions.Vlan8021Q
        : (handles & PriorityVlanTag.Priority) != 0 ? MacOptions.Priority8021P
        : MacOptions.None;
}
