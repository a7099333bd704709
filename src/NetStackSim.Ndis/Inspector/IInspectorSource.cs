namespace NetStackSim.Ndis;

/// <summary>A driver's object (miniport, filter, protocol) that tells the inspector about itself. Optional.</summary>
public interface IInspectorSource
{
    /// <summary>Adds what there is to say. Called between events of the loop; must not change anything. IRQL: Passive.</summary>
    /// <param name="topic">What is asked.</param>
    /// <param name="section">Where to put it; left empty when there is nothing.</param>
    void Describe(InspectorTopic topic, InspectorSectionBuilder section);
}
