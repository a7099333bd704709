using NetStackSim.Ndis;

namespace NetStackSim.Cli.Ndiskd;

/// <summary>The boxes of one driver stack, from the top: protocols, the protocol edge, filters, miniport.</summary>
internal sealed class StackPlan
{
    /// <summary>Room in which the lane of a direction runs, on either side.</summary>
    public const int LaneRoom = 62;

    private const int Padding = 16;
    private const int HeaderHeight = 54;
    private const int OpenHeight = 44;
    private const int FilterHeight = 44;
    private const int MiniportHeight = 58;
    private const int Space = 24;
    private const int OpensInARow = 2;

    /// <summary>Places the boxes.</summary>
    public StackPlan(NetReportAdapter adapter, int x, int y)
    {
        Adapter = adapter;
        int inner = StackLayout.StackWidth - (2 * Padding);
        int left = x + Padding;
        int top = y + HeaderHeight;
        int width = (inner - ((OpensInARow - 1) * 8)) / OpensInARow;
        for (int i = 0; i < adapter.Opens.Count; i++)
        {
            bool isAlone = i == adapter.Opens.Count - 1 && i % OpensInARow == 0;
            Opens.Add(new StackBox(left + (i % OpensInARow * (width + 8)), top + (i / OpensInARow * (OpenHeight + 6)), isAlone ? inner : width, OpenHeight));
        }

        int rows = (adapter.Opens.Count + OpensInARow - 1) / OpensInARow;
        Edge = new StackBox(left, top + (rows * (OpenHeight + 6)), inner, 20);
        int next = Edge.Bottom + Space;
        foreach (NetReportFilter filter in adapter.Filters)
        {
            int from = filter.Sends ? left : left + LaneRoom;
            int to = left + inner - (filter.Receives ? 0 : LaneRoom);
            Filters.Add(new StackBox(from, next, to - from, FilterHeight));
            next += FilterHeight + Space;
        }

        Miniport = new StackBox(left, next, inner, MiniportHeight);
        Frame = new StackBox(x, y, StackLayout.StackWidth, Miniport.Bottom + Padding - y);
    }

    /// <summary>The stack.</summary>
    public NetReportAdapter Adapter { get; }

    /// <summary>The whole.</summary>
    public StackBox Frame { get; }

    /// <summary>The protocols.</summary>
    public List<StackBox> Opens { get; } = [];

    /// <summary>Where NDIS shares frames out between protocols.</summary>
    public StackBox Edge { get; }

    /// <summary>The filters; one that is gone past leaves room for the lane.</summary>
    public List<StackBox> Filters { get; } = [];

    /// <summary>The miniport.</summary>
    public StackBox Miniport { get; }

    /// <summary>Where sends go down.</summary>
    public int SendLane => Edge.X + (LaneRoom / 2);

    /// <summary>Where receives come up.</summary>
    public int ReceiveLane => Edge.Right - (LaneRoom / 2);
}
