using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that sees device plug and play events on their way down to the miniport.</summary>
public interface IFilterDevicePnP
{
    /// <summary>Takes an event from above and passes it on with <see cref="FilterModule.DevicePnPEvent"/>. IRQL: Passive.</summary>
    [WindowsDdi("FilterDevicePnPEventNotify")]
    void DevicePnPEvent(DevicePnPEvent devicePnPEvent);
}
