using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The drivers over one adapter: filter modules from the miniport up, the protocol edge with its bindings, and the links between them.</summary>
internal sealed partial class DriverStack
{
    private readonly List<FilterModule> _filters = [];
    private readonly List<ProtocolBinding> _bindings = [];
    private readonly List<PathNode> _nodes = [];
    private readonly List<(object Who, string Text)> _remarks = [];
    private readonly int _index;

    public DriverStack(NdisRuntime runtime, MiniportAdapter adapter, int index)
    {
        Runtime = runtime;
        Kernel = runtime.Kernel;
        Adapter = adapter;
        _index = index;
        _lastOperation = new StackOperation(this, "nothing yet");
        _restartWork = new WorkItem(Kernel, this, RestartWork);
        _unbindWork = new WorkItem(Kernel, this, UnbindWork);
        _startWork = new WorkItem(Kernel, this, StartWork);
        Loopback = new SoftwareLoopback(this);
        Edge = new ProtocolEdge(this);
        Oids = new AdapterOids(this);
    }

    public NdisRuntime Runtime { get; }

    public SimKernel Kernel { get; }

    public MiniportAdapter Adapter { get; }

    public ProtocolEdge Edge { get; }

    public AdapterOids Oids { get; }

    /// <summary>Copies of sends that go up again.</summary>
    public SoftwareLoopback Loopback { get; }

    /// <summary>The modules, from the miniport up.</summary>
    public IReadOnlyList<FilterModule> Filters => _filters;

    /// <summary>The bindings, oldest first.</summary>
    public IReadOnlyList<ProtocolBinding> Bindings => _bindings;

    /// <summary>All places on the path, in the order in which they were made.</summary>
    public IReadOnlyList<PathNode> Nodes => _nodes;

    /// <summary>Why something is not in the stack, in words.</summary>
    public IReadOnlyList<string> Remarks => _remarks.ConvertAll(static remark => remark.Text);

    /// <summary>Makes a place on the path.</summary>
    /// <param name="role">Its role, for traces: "miniport", "filter:x", "ndis-edge".</param>
    /// <param name="name">Its name in reports.</param>
    /// <param name="handle">What it puts into source handles.</param>
    public PathNode AddNode(string role, string name, object handle)
    {
        PathNode node = new(this, name, $"{Kernel.Name}/{role}{Suffix}", handle);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Makes a capture point of this stack.</summary>
    public CapturePoint AddCapturePoint(string place) =>
        Runtime.CapturePoints.Add(new CapturePoint($"{place}{Suffix}", CaptureLinkType.Ethernet, UpdateWatches));

    public int IndexOf(FilterModule module) => _filters.IndexOf(module);

    /// <summary>Where a request from the module at this index goes next; the count of modules stands for the protocol edge.</summary>
    public OidStation StationBelow(int index)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            if (_filters[i] is { OidHandler: not null, IsLeaving: false })
            {
                return _filters[i].Station;
            }
        }

        return Adapter.Station;
    }

    /// <summary>The same for direct requests.</summary>
    public OidStation DirectStationBelow(int index)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            if (_filters[i] is { DirectOidHandler: not null, IsLeaving: false })
            {
                return _filters[i].DirectStation;
            }
        }

        return Adapter.DirectStation;
    }

    /// <summary>Everybody who takes requests, from the top down.</summary>
    public IEnumerable<OidStation> Stations
    {
        get
        {
            for (int i = _filters.Count - 1; i >= 0; i--)
            {
                yield return _filters[i].Station;
                yield return _filters[i].DirectStation;
            }

            yield return Adapter.Station;
            yield return Adapter.DirectStation;
        }
    }

    /// <summary>Tells every module with a cancel handler below this index, then the miniport.</summary>
    public void CancelSendBelow(int index, ulong cancelId)
    {
        for (int i = index - 1; i >= 0; i--)
        {
            if ((_filters[i].Handlers & FilterHandlers.CancelSend) != 0)
            {
                ((IFilterSend)_filters[i].Filter!).CancelSend(cancelId);
            }
        }

        Adapter.AcceptCancel(cancelId);
    }

    // The first adapter of a host has the plain names; the others say which they are.
    private string Suffix => _index == 0 ? string.Empty : "@" + Adapter.Name;

    /// <summary>Computes who has the next handler in each of the four directions, for every place. Called while no data flows.</summary>
    private void Wire()
    {
        WireDown();
        WireUp();
        UpdateWatches();
        Edge.Update();
    }

    private void WireDown()
    {
        PathNode sendNode = Adapter.Node;
        PathNode returnNode = Adapter.Node;
        IFilterSend? send = null;
        IFilterReceive? returns = null;
        for (int i = 0; i <= _filters.Count; i++)
        {
            PathNode node = i < _filters.Count ? _filters[i].Node : Edge.Node;
            (node.LowerSend, node.LowerSendNode) = (send, sendNode);
            (node.LowerReturn, node.LowerReturnNode) = (returns, returnNode);
            if (i == _filters.Count)
            {
                break;
            }

            if (HandlerOf<IFilterSend>(i, FilterHandlers.Send) is { } nextSend)
            {
                (send, sendNode) = (nextSend, node);
            }

            if (HandlerOf<IFilterReceive>(i, FilterHandlers.Return) is { } nextReturn)
            {
                (returns, returnNode) = (nextReturn, node);
            }
        }
    }

    private void WireUp()
    {
        PathNode receiveNode = Edge.Node;
        PathNode completeNode = Edge.Node;
        IFilterReceive? receive = null;
        IFilterSend? complete = null;
        for (int i = _filters.Count - 1; i >= -1; i--)
        {
            PathNode node = i >= 0 ? _filters[i].Node : Adapter.Node;
            (node.UpperReceive, node.UpperReceiveNode) = (receive, receiveNode);
            (node.UpperComplete, node.UpperCompleteNode) = (complete, completeNode);
            if (i < 0)
            {
                break;
            }

            if (HandlerOf<IFilterReceive>(i, FilterHandlers.Receive) is { } nextReceive)
            {
                (receive, receiveNode) = (nextReceive, node);
            }

            if (HandlerOf<IFilterSend>(i, FilterHandlers.SendComplete) is { } nextComplete)
            {
                (complete, completeNode) = (nextComplete, node);
            }
        }
    }

    private T? HandlerOf<T>(int index, FilterHandlers handler)
        where T : class =>
        (_filters[index].Handlers & handler) != 0 ? _filters[index].Filter as T : null;

    private void UpdateWatches()
    {
        foreach (PathNode node in _nodes)
        {
            node.UpdateWatch();
        }
    }
}
