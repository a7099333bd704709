using NetStackSim.Kernel;

namespace NetStackSim.Scenarios;

/// <summary>Lets an inspection look once: at its time, or at the end of a programme that ends before.</summary>
internal sealed class ScenarioLook : IEventTarget
{
    private readonly SimNetwork _network;
    private readonly ScenarioInspection _inspection;
    private bool _hasLooked;

    public ScenarioLook(SimNetwork network, ScenarioInspection inspection, TimeSpan? suggested)
    {
        _network = network;
        _inspection = inspection;
        if ((inspection.At ?? suggested) is { } at)
        {
            network.Loop.Schedule(network.Loop.Now + (at.Ticks * 100), EventClass.User, this, 0);
        }
    }

    /// <summary>The programme is over.</summary>
    public void AtEnd() => Look();

    /// <inheritdoc/>
    void IEventTarget.OnEvent(int token) => Look();

    private void Look()
    {
        if (!_hasLooked)
        {
            _hasLooked = true;
            _inspection.Look(_network);
        }
    }
}
