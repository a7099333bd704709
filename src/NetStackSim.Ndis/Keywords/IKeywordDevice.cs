namespace NetStackSim.Ndis;

/// <summary>A device that knows limits and defaults of its own for the keywords of its driver; the adapter's Advanced tab is then the device's.</summary>
public interface IKeywordDevice
{
    /// <summary>The Advanced tab of this device.</summary>
    AdapterKeywords Keywords { get; }
}
