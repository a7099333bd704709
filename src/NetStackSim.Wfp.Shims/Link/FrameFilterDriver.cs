using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>A filter driver that shows frames to a pair of link layers.</summary>
internal sealed class FrameFilterDriver(FilterPlatform platform, InspectionPoints points, InspectionLayer inbound, InspectionLayer outbound) : IFilterDriver
{
    private readonly List<FrameFilter> _modules = [];

    /// <summary>True once NDIS knows the driver.</summary>
    internal bool IsInstalled { get; set; }

    /// <summary>The connection with the engine.</summary>
    internal FilterPlatform Platform { get; } = platform;

    /// <summary>The layer of arriving frames. The link layers have no family.</summary>
    internal InspectionPoint Inbound { get; } = points[inbound, IpFamily.V4];

    /// <summary>The layer of leaving frames.</summary>
    internal InspectionPoint Outbound { get; } = points[outbound, IpFamily.V4];

    /// <summary>True when the layer of arriving frames shows them from behind the MAC header on.</summary>
    internal bool HidesHeader => Inbound.Layer == InspectionLayer.InboundFrame;

    /// <summary>The attached modules, one for each adapter.</summary>
    internal IReadOnlyList<FrameFilter> Modules => _modules;

    /// <summary>The data paths on which a layer has filters.</summary>
    internal FilterHandlers Wanted =>
        (Inbound.Handler is null ? FilterHandlers.None : FilterHandlers.ReceivePath) | (Outbound.Handler is null ? FilterHandlers.None : FilterHandlers.SendPath);

    /// <inheritdoc/>
    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        FrameFilter made = new(this, module);
        _modules.Add(made);
        filter = made;
        return NtStatus.Success;
    }

    /// <summary>A module is gone.</summary>
    internal void Remove(FrameFilter filter) => _modules.Remove(filter);

    /// <summary>Restarts the driver stacks whose module is on other paths than it should be.</summary>
    internal void Restart()
    {
        foreach (FrameFilter module in _modules)
        {
            module.RestartIfNeeded();
        }
    }
}
