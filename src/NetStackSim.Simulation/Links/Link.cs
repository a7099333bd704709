using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>A line between two devices, with delay, rate, queue and impairments for each direction.</summary>
/// <remarks>
/// <para>
/// Frames that enter at one instant of a line without rate and impairments arrive at one instant, as one chain, large frames uncut if the far device takes
/// them. A line with a rate, an impairment or a <see cref="FaultRule"/> sees single frames: they are cut before they enter and each arrives at its own time.
/// </para>
/// <para>All times are exact: see <see cref="LinkOptions"/>. All chance comes from the seed of the loop and the name of the link.</para>
/// </remarks>
public sealed class Link
{
    private readonly LinkEnd _a;
    private readonly LinkEnd _b;

    /// <summary>Makes a link with open ends.</summary>
    /// <param name="context">The wire world it belongs to.</param>
    /// <param name="name">Its name: part of captures, messages and the names of its random streams.</param>
    /// <param name="aToB">How frames travel from end A to end B; null for a cable of no length.</param>
    /// <param name="bToA">How frames travel back; null for the same as <paramref name="aToB"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public Link(WireContext context, string name, LinkOptions? aToB = null, LinkOptions? bToA = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        _a = new LinkEnd(this, name + "/a");
        _b = new LinkEnd(this, name + "/b");
        AToB = new LinkDirection(context, name + "/a-b", aToB ?? new LinkOptions(), _b);
        BToA = new LinkDirection(context, name + "/b-a", bToA ?? AToB.Options, _a);
        _a.Away = AToB;
        _b.Away = BToA;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>End A.</summary>
    public IWirePort A => _a;

    /// <summary>End B.</summary>
    public IWirePort B => _b;

    /// <summary>The direction from A to B.</summary>
    public LinkDirection AToB { get; }

    /// <summary>The direction from B to A.</summary>
    public LinkDirection BToA { get; }

    /// <summary>False while the line is cut: both devices see no link, frames under way and new ones are dropped.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>Makes a link and plugs two devices into its ends.</summary>
    /// <param name="context">The wire world it belongs to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="a">The device at end A; must be unplugged.</param>
    /// <param name="b">The device at end B; must be unplugged.</param>
    /// <param name="aToB">How frames travel from A to B; null for a cable of no length.</param>
    /// <param name="bToA">How frames travel back; null for the same.</param>
    public static Link Connect(WireContext context, string name, IWirePort a, IWirePort b, LinkOptions? aToB = null, LinkOptions? bToA = null)
    {
        Link link = new(context, name, aToB, bToA);
        Wire.Connect(a, link.A);
        Wire.Connect(link.B, b);
        return link;
    }

    /// <summary>Cuts the line or mends it, and tells both devices.</summary>
    /// <param name="up">True to mend.</param>
    public void SetUp(bool up)
    {
        if (IsUp == up)
        {
            return;
        }

        IsUp = up;
        AToB.SetUp(up);
        BToA.SetUp(up);
        bool carrier = up && _a.Peer is not null && _b.Peer is not null;
        _a.Peer?.OnLinkStateChanged(carrier);
        _b.Peer?.OnLinkStateChanged(carrier);
    }

    /// <summary>A device was plugged into an end or pulled out: both devices see a carrier only while both are there.</summary>
    internal void OnPlugChanged(LinkEnd end, bool plugged)
    {
        LinkEnd far = end == _a ? _b : _a;
        if (!plugged)
        {
            // What is under way to an unplugged end has nowhere to arrive.
            far.Away.DropFlight();
        }

        bool carrier = IsUp && _a.Peer is not null && _b.Peer is not null;
        far.Peer?.OnLinkStateChanged(carrier);
        if (plugged && !carrier)
        {
            end.Peer!.OnLinkStateChanged(up: false);
        }
    }
}
