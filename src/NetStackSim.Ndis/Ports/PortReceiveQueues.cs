namespace NetStackSim.Ndis;

/// <summary>Received lists of a miniport with several ports, sorted: an indication carries one port number for its whole chain.</summary>
/// <remarks>Loop thread only. Lists keep their order within a port; ports are indicated in the order in which their first list came.</remarks>
public sealed class PortReceiveQueues
{
    private readonly List<PortNumber> _order = [];
    private readonly Dictionary<PortNumber, int> _index = [];
    private NetBufferListQueue[] _queues = new NetBufferListQueue[4];

    /// <summary>Adds a received list to the queue of its port; it is the queue's until it is indicated.</summary>
    public void Add(PortNumber port, NetBufferList list)
    {
        if (!_index.TryGetValue(port, out int index))
        {
            index = _order.Count;
            _index.Add(port, index);
            _order.Add(port);
            if (index == _queues.Length)
            {
                Array.Resize(ref _queues, 2 * index);
            }
        }

        _queues[index].Enqueue(list);
    }

    /// <summary>Indicates everything: one call for each port that has lists. IRQL: at most Dispatch.</summary>
    /// <param name="adapter">The adapter of the ports.</param>
    /// <param name="flags">What is true of all lists; not <see cref="ReceiveFlags.Resources"/>.</param>
    public void Indicate(MiniportAdapter adapter, ReceiveFlags flags)
    {
        for (int i = 0; i < _order.Count; i++)
        {
            NetBufferListChain chain = _queues[i].TakeAll();
            adapter.IndicateReceive(ref chain, _order[i], flags);
        }
    }
}
