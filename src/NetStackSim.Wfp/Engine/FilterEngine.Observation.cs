using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <content>What clients can watch besides policy and traffic.</content>
public sealed partial class FilterEngine
{
    private readonly SortedSet<string> _switches = new(StringComparer.Ordinal);
    private EngineNotifier<VSwitchEvent>? _switchEvents;

    /// <summary>Connections that IPsec secures; keying modules report them here.</summary>
    public ConnectionTable Connections => field ??= new ConnectionTable(Kernel);

    /// <summary>Ports of the system; services report them here.</summary>
    public SystemPortTable SystemPorts => field ??= new SystemPortTable(Kernel);

    /// <summary>The tables of the stack below; null for an engine without a stack.</summary>
    public INetworkStore? Network { get; set; }

    internal EngineNotifier<VSwitchEvent> SwitchEvents => _switchEvents ??= new EngineNotifier<VSwitchEvent>(Kernel);

    internal bool MonitorsConnections => _options[(int)EngineOption.MonitorIpsecConnections] != 0;

    /// <summary>A virtual switch shows its packets to the engine, or does so no more. IRQL Passive.</summary>
    /// <param name="switchId">The switch.</param>
    /// <param name="isShown">True when it does from now on.</param>
    public void SwitchChanged(string switchId, bool isShown)
    {
        ArgumentNullException.ThrowIfNull(switchId);
        if (isShown ? _switches.Add(switchId) : _switches.Remove(switchId))
        {
            SwitchEvents.Publish(new VSwitchEvent(isShown ? VSwitchEventType.EnabledForInspection : VSwitchEventType.DisabledForInspection, switchId));
        }
    }

    /// <summary>The engine was moved among the extensions of a virtual switch. IRQL Passive.</summary>
    /// <param name="switchId">The switch.</param>
    /// <param name="isWherePolicyNeedsIt">False when policy asks for another position.</param>
    public void SwitchReordered(string switchId, bool isWherePolicyNeedsIt = true)
    {
        ArgumentNullException.ThrowIfNull(switchId);
        VSwitchEventType type = isWherePolicyNeedsIt ? VSwitchEventType.FilterEngineReordered : VSwitchEventType.FilterEngineNotInRequiredPosition;
        SwitchEvents.Publish(new VSwitchEvent(type, switchId));
    }

    /// <summary>Filters were committed to a layer.</summary>
    private void TellSwitchFilters(EngineLayer layer, int filtersBefore)
    {
        bool isSwitchLayer = layer.Schema.Name.Contains("_VSWITCH_", StringComparison.Ordinal);
        if (isSwitchLayer && layer.FilterCount > filtersBefore && _switches.Count == 0)
        {
            SwitchEvents.Publish(new VSwitchEvent(VSwitchEventType.FilterAddToIncompleteLayer));
        }
    }
}
