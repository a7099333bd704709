using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Two hosts on a wire of a millisecond, 10.0.0.1 and 10.0.0.2 (or fd00::1 and fd00::2), and filters and callouts in one line each.</summary>
internal sealed class FilterLab : IDisposable
{
    private static int _lastKey;

    internal FilterLab(IpFamily family = IpFamily.V4, ClassifierKind classifier = ClassifierKind.Compiled, ulong seed = 1)
    {
        Family = family;
        Network = new SimNetwork(seed);
        WfpSemantics semantics = new() { Classifier = classifier };
        A = Network.AddHost("alice", h => h.Address($"{Neighbour(1)}/{PrefixLength}").FilterSemantics(semantics));
        B = Network.AddHost("bob", h => h.Address($"{Neighbour(2)}/{PrefixLength}").FilterSemantics(semantics));
        Network.Connect(A, B, new LinkOptions { DelayNs = 1_000_000 });
        Network.Run(async () => await A.PingAsync(B.Address));
    }

    internal IpFamily Family { get; }

    internal SimNetwork Network { get; }

    internal SimHost A { get; }

    internal SimHost B { get; }

    internal IpAddress Any => Family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    internal IpAddress Loopback => Family == IpFamily.V4 ? IpAddress.LoopbackV4 : IpAddress.LoopbackV6;

    internal int IpHeaderSize => Family == IpFamily.V4 ? 20 : 40;

    internal int PrefixLength => Family == IpFamily.V4 ? 24 : 64;

    public void Dispose() => Network.Dispose();

    /// <summary>An address on the wire: 10.0.0.N or fd00::N.</summary>
    internal IpAddress Neighbour(int number) =>
        IpAddress.Parse(Family == IpFamily.V4 ? FormattableString.Invariant($"10.0.0.{number}") : FormattableString.Invariant($"fd00::{number:x}"));

    /// <summary>An address field of a layer.</summary>
    internal static IpAddress AddressOf(FwpValue value) =>
        value.Type == FwpDataType.UInt32 ? IpAddress.FromV4((uint)value.Number) : IpAddress.FromV6((ulong)(value.Number128 >> 64), (ulong)value.Number128);

    /// <summary>A whole datagram of five bytes.</summary>
    internal byte[] Udp(IpAddress from, IpAddress to, ushort port) => PacketBuilder.Allocate().IP(from, to).Udp(4000, port).PayloadOf(5).ToArray();

    /// <summary>One of two things.</summary>
    internal T ByFamily<T>(T v4, T v6) => Family == IpFamily.V4 ? v4 : v6;

    /// <summary>The layer of the lab's family.</summary>
    internal LayerSchema Layer(SimHost host, string name) => host.Filters!.Catalog.Find(name + (Family == IpFamily.V4 ? "_V4" : "_V6"))!;

    internal LayerSchema Discard(SimHost host, string name) => host.Filters!.Catalog.Find(name + (Family == IpFamily.V4 ? "_V4_DISCARD" : "_V6_DISCARD"))!;

    internal ulong Block(SimHost host, string layer, params (string Field, FwpValue Value)[] conditions) =>
        Filter(host, Layer(host, layer), FilterActionType.Block, default, 0x8000, conditions);

    internal ulong Permit(SimHost host, string layer, params (string Field, FwpValue Value)[] conditions) =>
        Filter(host, Layer(host, layer), FilterActionType.Permit, default, 0x8000, conditions);

    internal LabCallout Callout(
        SimHost host,
        string layer,
        LabCallout.Classification classify,
        FilterActionType action = FilterActionType.CalloutUnknown,
        CalloutFlags flags = CalloutFlags.None,
        ushort weight = 0x4000,
        params (string Field, FwpValue Value)[] conditions) =>
        Callout(host, Layer(host, layer), classify, action, flags, weight, conditions);

    internal LabCallout Callout(
        SimHost host,
        LayerSchema layer,
        LabCallout.Classification classify,
        FilterActionType action = FilterActionType.CalloutUnknown,
        CalloutFlags flags = CalloutFlags.None,
        ushort weight = 0x4000,
        params (string Field, FwpValue Value)[] conditions)
    {
        LabCallout callout = Register(host, layer, classify, flags);
        callout.FilterId = Filter(host, layer, action, callout.Key, weight, conditions);
        return callout;
    }

    /// <summary>A callout under conditions of any match type.</summary>
    internal LabCallout Callout(SimHost host, string layer, LabCallout.Classification classify, FilterActionType action, FilterCondition[] conditions)
    {
        LayerSchema schema = Layer(host, layer);
        LabCallout callout = Register(host, schema, classify, CalloutFlags.None);
        Filter filter = new() { Name = "lab", LayerKey = schema.Key, Action = action, CalloutKey = callout.Key, Conditions = conditions };
        Check(host.Filters!.Open().FilterAdd(filter, out ulong id));
        callout.FilterId = id;
        return callout;
    }

    private static LabCallout Register(SimHost host, LayerSchema layer, LabCallout.Classification classify, CalloutFlags flags)
    {
        var callout = new LabCallout(classify) { Layer = layer, Key = new Guid(Interlocked.Increment(ref _lastKey), 7, 7, new byte[8]) };
        Check(host.Filters!.Callouts.Register(callout.Key, callout, flags, out uint id));
        callout.Id = id;
        callout.Handle = host.Filters.Injection!.CreateHandle(
            null, InjectionTypes.Stream | InjectionTypes.Transport | InjectionTypes.Network | InjectionTypes.Forward, out NtStatus made)!;
        Check(made);
        EngineSession session = host.Filters.Open();
        Check(session.CalloutAdd(new Callout { Key = callout.Key, Name = "lab", ApplicableLayer = layer.Key }, out _));
        return callout;
    }

    internal ulong Filter(
        SimHost host, LayerSchema layer, FilterActionType action, Guid callout, ushort weight, params (string Field, FwpValue Value)[] conditions)
    {
        EngineSession session = host.Filters!.Open();
        Check(session.SubLayerAdd(new SubLayer { Name = "lab", Weight = weight }, out Guid subLayer));
        Check(session.FilterAdd(
            new Filter
            {
                Name = "lab",
                LayerKey = layer.Key,
                SubLayerKey = subLayer,
                Action = action,
                CalloutKey = callout,
                Conditions = [.. conditions.Select(c => new FilterCondition(layer.FindField(c.Field)!.Key, FwpMatchType.Equal, c.Value))],
            },
            out ulong id));
        return id;
    }

    /// <summary>Adds a filter to the default sublayer, or to another.</summary>
    internal ulong Filter(
        SimHost host, LayerSchema layer, FilterActionType action, IReadOnlyList<FilterCondition> conditions, Guid subLayer = default, FilterFlags flags = FilterFlags.None)
    {
        Filter filter = new() { Name = "lab", LayerKey = layer.Key, SubLayerKey = subLayer, Action = action, Conditions = conditions, Flags = flags };
        Check(host.Filters!.Open().FilterAdd(filter, out ulong id));
        return id;
    }

    internal FilterCondition On(SimHost host, string layer, string field, FwpMatchType match, FwpValue value) =>
        new(Layer(host, layer).FindField(field)!.Key, match, value);

    internal Guid SubLayer(SimHost host, ushort weight)
    {
        Check(host.Filters!.Open().SubLayerAdd(new SubLayer { Name = $"S{weight >> 12}", Weight = weight }, out Guid key));
        return key;
    }

    internal void Delete(SimHost host, ulong filterId) => Check(host.Filters!.Open().FilterDeleteById(filterId));

    /// <summary>Runs with an established connection from A to port 7 of B.</summary>
    internal void WithConnection(Func<SimTcpStream, SimTcpStream, Task> body) => Network.Run(async () =>
    {
        await using SimTcpListener listener = B.Sockets.Listen(new IpEndpoint(Any, 7));
        ValueTask<SimTcpStream> accept = listener.AcceptAsync();
        await using SimTcpStream client = await A.Sockets.ConnectAsync(new IpEndpoint(B.Address, 7));
        await using SimTcpStream server = await accept;
        await body(client, server);
    });

    /// <summary>Tries a connection from A to B.</summary>
    internal NtStatus Connect(ushort port, SimHost? from = null) => Network.Run(async () => await TryConnect(from ?? A, new IpEndpoint(B.Address, port)));

    /// <summary>Tries a connection and closes it.</summary>
    internal static async ValueTask<NtStatus> TryConnect(SimHost from, IpEndpoint to, SimProcess? process = null)
    {
        try
        {
            await using SimTcpStream stream = await from.Sockets.ConnectAsync(to, process: process);
            return NtStatus.Success;
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    }

    /// <summary>The net events of a host, oldest first.</summary>
    internal static IReadOnlyList<NetEvent> Events(SimHost host)
    {
        Check(host.Filters!.Open().NetEventCreateEnumHandle(null, out PolicyEnumeration<NetEvent>? handle));
        return handle!.Next(handle.Remaining);
    }

    /// <summary>Lets virtual time pass.</summary>
    internal Task Pause(double milliseconds = 300) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Network.TimeProvider);

    private static void Check(NtStatus status) => Assert.True(status.IsSuccess, status.Name);
}
