namespace NetStackSim.Ndis;

/// <summary>Receive queues of the adapters.</summary>
internal sealed class ReceiveQueueNoun : InspectorNoun
{
    public override string Name => "rcvqueue";

    public override string Usage => "[adapter]";

    public override string Summary => "Receive queues (VMQ) of the adapters.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IEnumerable<MiniportAdapter> adapters = request.Target is { } target ? [NetAdapterNoun.Find(request.Runtime, target)] : request.Runtime.Adapters;
        foreach (MiniportAdapter adapter in adapters)
        {
            page.Ask(adapter.Name, InspectorTopic.ReceiveQueues, "The driver has one receive queue.", adapter.Miniport);
        }
    }
}
