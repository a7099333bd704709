using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// Connects a filter engine with a stack: one shim per layer translates what an inspection point shows, and every commit arms the
/// points whose layers hold filters and disarms the others.
/// </summary>
public sealed class FilterPlatform : ILayerObserver
{
    private readonly List<Arming> _armings = [];
    private readonly List<DiscardShim> _discards = [];
    private readonly InspectionPoints _points;
    private FrameFilters? _frames;

    private FilterPlatform(SimKernel kernel, FilterEngine engine, InspectionPoints points, PlatformOptions options)
    {
        Kernel = kernel;
        Engine = engine;
        Options = options;
        Profile = options.NetworkProfile;
        _points = points;
        Identities = new ProcessIdentities();
    }

    /// <summary>The host.</summary>
    public SimKernel Kernel { get; }

    /// <summary>The engine.</summary>
    public FilterEngine Engine { get; }

    /// <summary>Facts about the host.</summary>
    public PlatformOptions Options { get; }

    /// <summary>The network category of all interfaces: 0 none yet, 1 public, 2 private, 3 domain.</summary>
    public uint Profile { get; private set; }

    /// <summary>How often a callout asked for a look at streams that existed already.</summary>
    internal ulong MidStreamRequests { get; private set; }

    /// <summary>Application ids of processes.</summary>
    internal ProcessIdentities Identities { get; }

    /// <summary>Connects an engine with the inspection points of a host. The engine may hold filters already.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="engine">The engine; its <see cref="FilterEngine.Observer"/> is taken.</param>
    /// <param name="points">The stack's points.</param>
    /// <param name="injection">Where packets go into the stack; null when tests play the stack.</param>
    /// <param name="options">Facts about the host; null for the defaults.</param>
    /// <param name="ndis">The host's NDIS, in whose driver stacks frames are shown to the link layers; null for a host whose link layers take no filters.</param>
    /// <returns>The connection, which lasts as long as the host.</returns>
    public static FilterPlatform Attach(
        SimKernel kernel, FilterEngine engine, InspectionPoints points, IStackInjection? injection = null, PlatformOptions? options = null, NdisRuntime? ndis = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(points);
        FilterPlatform platform = new(kernel, engine, points, options ?? new PlatformOptions());
        foreach (ShimEntry entry in ShimTable.Entries)
        {
            platform.Add(entry, IpFamily.V4, entry.LayerV4);
            if (entry.V6Distance > 0)
            {
                platform.Add(entry, IpFamily.V6, (LayerId)((ushort)entry.LayerV4 + entry.V6Distance));
            }
        }

        platform.AddDiscards(IpFamily.V4);
        platform.AddDiscards(IpFamily.V6);
        engine.Observer = platform;
        engine.Discards = points.Discards;
        if (engine.Injection is { } packets)
        {
            packets.Stack = injection;
        }

        BuiltInCallouts.Install(engine);
        points.Commit = engine.Commits;
        platform.ArmAll();
        platform.ConnectLink(ndis);
        return platform;
    }

    /// <inheritdoc/>
    public void OnLayerChanged(EngineLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArmAll();
        if (layer.Schema.IsMacFrame)
        {
            _frames?.Update();
        }

        _points.Commit = Engine.Commits;
        if (layer.Schema.Name.StartsWith("ALE_AUTH_", StringComparison.Ordinal))
        {
            // Flows compare this number with their own at the next packet; the shim then asks only if its own layer changed.
            _points.PolicyEpoch++;
        }
        else if (layer.Schema.IsStream && layer.HasMidStreamCallouts)
        {
            // Streams that exist already join at their current byte; their flows are authorised anew.
            MidStreamRequests++;
            _points.PolicyEpoch++;
        }
    }

    /// <summary>The hosts' networks changed their category: flows are authorised anew at their next packet.</summary>
    /// <param name="profile">0 none yet, 1 public, 2 private, 3 domain.</param>
    public void SetProfile(uint profile)
    {
        if (profile != Profile)
        {
            Profile = profile;
            _points.PolicyEpoch++;
            _points.Surroundings++;
        }
    }

    /// <summary>Moves with all that a layer's fields hold and a packet's own facts do not.</summary>
    internal ulong Surroundings => _points.Surroundings;

    /// <summary>Network addresses as they were given out: 0 unspecified, 1 unicast, 3 multicast, 4 broadcast (<c>NL_ADDRESS_TYPE</c>).</summary>
    internal byte AddressType(in IpAddress given)
    {
        IpAddress address = given.Unmap();
        if (address.IsUnspecified)
        {
            return 0;
        }

        if (address.IsMulticast)
        {
            return 3;
        }

        return address.IsV4 && (_points.IsBroadcast?.Invoke(address) ?? address.IsLimitedBroadcast) ? (byte)4 : (byte)1;
    }

    /// <summary>The shim of a point.</summary>
    internal Shim? ShimOf(InspectionLayer point, IpFamily family) =>
        _armings.Find(arming => arming.Point.Layer == point && arming.Point.Family == family).Shim;

    /// <summary>The shim of the layer that is told of the drops of a point; null for points without one.</summary>
    internal Shim? DiscardOf(InspectionLayer point, IpFamily family) => _discards.Find(shim => shim.Family == family)?.TwinOf(point);

    /// <summary>A callout took a packet, or a chain of them, over: the stack gets it back.</summary>
    internal void Absorb(NetBufferList list, InspectionLayer layer, InspectionDirection direction)
    {
        NetBufferList? next = list;
        while (next is { } each)
        {
            next = each.Next;
            each.Next = null;
            Engine.Injection?.OnAbsorbed(each, layer, direction);
        }
    }

    private void ConnectLink(NdisRuntime? ndis)
    {
        Engine.IsLinkLayerReady = ndis is not null;
        if (ndis is not null)
        {
            _frames = new FrameFilters(this, ndis, _points);
            _frames.Update();
        }

        if (Engine.Injection is { } packets)
        {
            packets.Link = _frames;
        }
    }

    private void Add(ShimEntry entry, IpFamily family, LayerId layer)
    {
        Shim shim = entry.Create(this, Engine.Layer(layer));
        shim.Metadata = entry.Metadata;
        _armings.Add(new Arming(_points[entry.Point, family], shim));
    }

    private void AddDiscards(IpFamily family)
    {
        DiscardShim shim = new(this, family);
        _discards.Add(shim);
    }

    private void ArmAll()
    {
        foreach (Arming arming in _armings)
        {
            arming.Point.Handler = arming.Shim.IsNeeded ? arming.Shim : null;
        }

        foreach (DiscardShim discard in _discards)
        {
            _points[InspectionLayer.Discard, discard.Family].Handler = discard.IsNeeded ? discard : null;
        }
    }

    private readonly record struct Arming(InspectionPoint Point, Shim Shim);
}
