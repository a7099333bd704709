using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims.Tests;

/// <summary>A host with an engine and inspection points but without a stack: tests play the stack.</summary>
internal sealed class ShimHost
{
    internal ShimHost()
    {
        Kernel = new SimKernel(new EventLoop());
        Engine = new FilterEngine(Kernel);
        Session = Engine.Open();
        Platform = FilterPlatform.Attach(Kernel, Engine, Points);
    }

    internal SimKernel Kernel { get; }

    internal FilterEngine Engine { get; }

    internal EngineSession Session { get; }

    internal InspectionPoints Points { get; } = new();

    internal FilterPlatform Platform { get; }

    internal ulong Add(LayerId layer, FilterActionType action, params (string Field, FwpMatchType Match, FwpValue Value)[] conditions) =>
        Add(layer, action, default, conditions);

    internal ulong Add(LayerId layer, FilterActionType action, Guid callout, params (string Field, FwpMatchType Match, FwpValue Value)[] conditions)
    {
        LayerSchema schema = LayerCatalog.Current.Get(layer);
        Filter filter = new()
        {
            Name = "test",
            LayerKey = schema.Key,
            Action = action,
            CalloutKey = callout,
            Conditions = [.. conditions.Select(c => new FilterCondition(schema.FindField(c.Field)!.Key, c.Match, c.Value))],
        };
        NtStatus status = Session.FilterAdd(filter, out ulong id);
        Assert.True(status.IsSuccess, status.Name);
        return id;
    }

    internal Guid AddCallout(LayerId layer, ICallout callout)
    {
        Guid key = new((int)layer + 1, 0, 0, new byte[8]);
        Session.CalloutAdd(new Callout { Key = key, Name = "c", ApplicableLayer = LayerCatalog.Current.Get(layer).Key }, out _);
        Engine.Callouts.Register(key, callout, CalloutFlags.None, out _);
        return key;
    }

    internal InspectionVerdict Ask(InspectionLayer layer, ref InspectionContext context, IpFamily family = IpFamily.V4) =>
        Points[layer, family].Handler is { } handler ? handler.Inspect(Points[layer, family], ref context) : InspectionVerdict.Permit;

    /// <summary>A TCP connection attempt to 10.0.0.2:80.</summary>
    internal static InspectionContext Connect(ushort port = 80) => new()
    {
        Direction = InspectionDirection.Outbound,
        LocalAddress = IpAddress.Parse("10.0.0.1"),
        RemoteAddress = IpAddress.Parse("10.0.0.2"),
        LocalPort = 50000,
        RemotePort = port,
        HasPorts = true,
        Protocol = 6,
        InterfaceIndex = 7,
        InterfaceType = 6,
        Compartment = 1,
    };
}
