using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A filter that logs all events and passes them on, or answers as the test says.</summary>
internal sealed class EventFilter(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterNetPnP, IFilterDevicePnP
{
    public Func<NetPnPEvent, NtStatus>? OnEvent { get; set; }

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        Driver.Log.Add($"{Driver.Name} {netPnPEvent}");
        return OnEvent is { } handler ? handler(netPnPEvent) : Module.NetPnPEvent(netPnPEvent);
    }

    public void DevicePnPEvent(DevicePnPEvent devicePnPEvent)
    {
        Driver.Log.Add($"{Driver.Name} pnp {devicePnPEvent}");
        Module.DevicePnPEvent(devicePnPEvent);
    }
}
