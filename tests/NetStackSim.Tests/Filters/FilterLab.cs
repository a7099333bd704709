using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Two hosts on a wire of a millisecond, 10.0.0.1 and 10.0.0.2 (or fd00::1 and fd00::2), and filters and callouts in one line each.</summary>
internal sealed class FilterLab : IDisposable
{
    private static int _lastKey;

    internal FilterLab(IpFamily family = IpFamily.V4, ulong seed = 1)
    {
        Family = family;
        Network = new SimNetwork(seed);
        A = Network.AddHost("alice", h => h.Address(family == IpFamily.V4 ? "10.0.0.1/24" : "fd00::1/64"));
        B = Network.AddHost("bob", h => h.Address(family == IpFamily.V4 ? "10.0.0.2/24" : "fd00::2/64"));
        Network.Connect(A, B, new LinkOptions { DelayNs = 1_000_000 });
        Network.Run(async () => await A.PingAsync(B.Address));
    }

    internal IpFamily Family { get; }

    internal SimNetwork Network { get; }

    internal SimHost A { get; }

    internal SimHost B { get; }

    internal IpAddress Any => Family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;

    public void Dispose() => Network.Dispose();

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
        var callout = new LabCallout(classify) { Key = new Guid(Interlocked.Increment(ref _lastKey), 7, 7, new byte[8]) };
        Check(host.Filters!.Callouts.Register(callout.Key, callout, flags, out uint id));
        callout.Id = id;
        callout.Handle = host.Filters.Injection!.CreateHandle(
            null, InjectionTypes.Stream | InjectionTypes.Transport | InjectionTypes.Network | InjectionTypes.Forward, out NtStatus made)!;
        Check(made);
        EngineSession session = host.Filters.Open();
        Check(session.CalloutAdd(new Callout { Key = callout.Key, Name = "lab", ApplicableLayer = layer.Key }, out _));
        callout.FilterId = Filter(host, layer, action, callout.Key, weight, conditions);
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
    internal NtStatus Connect(ushort port, SimHost? from = null) => Network.Run(async () =>
    {
        try
        {
            await using SimTcpStream stream = await (from ?? A).Sockets.ConnectAsync(new IpEndpoint(B.Address, port));
            return NtStatus.Success;
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    });

    private static void Check(NtStatus status) => Assert.True(status.IsSuccess, status.Name);
}
