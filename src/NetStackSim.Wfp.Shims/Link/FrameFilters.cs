using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// The two light-weight filter drivers of the filter platform: one next to the miniport for native frames, one near the top for Ethernet frames. A driver is
/// installed when its layers get their first filter; a module is on a data path only while the layer of that direction has filters.
/// </summary>
internal sealed class FrameFilters : ILinkInjection
{
    private readonly NdisRuntime _ndis;
    private readonly FrameFilterDriver _ethernet;
    private readonly FrameFilterDriver _native;

    internal FrameFilters(FilterPlatform platform, NdisRuntime ndis, InspectionPoints points)
    {
        _ndis = ndis;
        _ethernet = new FrameFilterDriver(platform, points, InspectionLayer.InboundFrame, InspectionLayer.OutboundFrame);
        _native = new FrameFilterDriver(platform, points, InspectionLayer.InboundNativeFrame, InspectionLayer.OutboundNativeFrame);
    }

    /// <summary>Filters came or went: installs what is needed now, and puts modules on the paths that they are needed on. IRQL Passive.</summary>
    internal void Update()
    {
        // Below everything but a QoS scheduler, which is above the firewall on Windows, too.
        Update(_ethernet, new FilterOptions
        {
            Name = "wfplwfs",
            FriendlyName = "WFP 802.3 MAC Layer LightWeight Filter",
            Class = FilterClass.Encryption,
            Order = int.MaxValue,
        });
        Update(_native, new FilterOptions
        {
            Name = "wfplwfs-native",
            FriendlyName = "WFP Native MAC Layer LightWeight Filter",
            Class = FilterClass.SwitchForward,
            Order = int.MinValue,
        });
    }

    /// <inheritdoc/>
    public void Release(NetBufferList list, InspectionDirection direction)
    {
        FrameHome home = (FrameHome)list.Scratch!;
        home.Filter.Release(list, home.HeaderSize, direction);
    }

    /// <inheritdoc/>
    public NtStatus Inject(ref NetBufferListChain frame, InspectionLayer layer, uint interfaceIndex, PortNumber port)
    {
        FrameFilterDriver driver = layer is InspectionLayer.InboundFrame or InspectionLayer.OutboundFrame ? _ethernet : _native;
        foreach (FrameFilter module in driver.Modules)
        {
            if (module.InterfaceIndex == interfaceIndex)
            {
                return module.Inject(ref frame, isInbound: layer is InspectionLayer.InboundFrame or InspectionLayer.InboundNativeFrame, port);
            }
        }

        return FwpStatus.L2DriverNotReady;
    }

    private void Update(FrameFilterDriver driver, FilterOptions options)
    {
        if (driver.IsInstalled)
        {
            driver.Restart();
        }
        else if (driver.Wanted != FilterHandlers.None)
        {
            driver.IsInstalled = true;
            _ndis.RegisterFilter(driver, options);
        }
    }
}
