using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Inspection callouts at every layer of a family on a host; writes down which layers classified, in order.</summary>
internal sealed class LayerRecorder
{
    private static readonly string[] Families =
    [
        "INBOUND_IPPACKET", "OUTBOUND_IPPACKET", "IPFORWARD", "INBOUND_TRANSPORT", "OUTBOUND_TRANSPORT", "STREAM", "DATAGRAM_DATA",
        "INBOUND_ICMP_ERROR", "OUTBOUND_ICMP_ERROR", "ALE_RESOURCE_ASSIGNMENT", "ALE_AUTH_LISTEN", "ALE_AUTH_RECV_ACCEPT", "ALE_AUTH_CONNECT",
        "ALE_FLOW_ESTABLISHED", "ALE_RESOURCE_RELEASE", "ALE_ENDPOINT_CLOSURE", "ALE_CONNECT_REDIRECT", "ALE_BIND_REDIRECT",
    ];

    internal LayerRecorder(SimHost host, IpFamily family, params string[] more)
    {
        string suffix = family == IpFamily.V4 ? "_V4" : "_V6";
        EngineSession session = host.Filters!.Open();
        session.TransactionBegin();
        int number = 0;
        foreach (string name in Families.Concat(more))
        {
            Add(host.Filters, session, name + suffix, ++number);
            if (host.Filters.Catalog.Find(name + suffix + "_DISCARD") is not null)
            {
                Add(host.Filters, session, name + suffix + "_DISCARD", ++number);
            }
        }

        session.TransactionCommit();
    }

    /// <summary>Layers without family, in the order in which they classified.</summary>
    internal List<string> Layers { get; } = [];

    internal string Take()
    {
        string text = string.Join(' ', Layers);
        Layers.Clear();
        return text;
    }

    /// <summary>Adds the four link layers, which have no family.</summary>
    internal void AddFrames(SimHost host)
    {
        EngineSession session = host.Filters!.Open();
        int number = 1000;
        foreach (string name in (string[])["INBOUND_MAC_FRAME_ETHERNET", "OUTBOUND_MAC_FRAME_ETHERNET", "INBOUND_MAC_FRAME_NATIVE", "OUTBOUND_MAC_FRAME_NATIVE"])
        {
            Add(host.Filters, session, name, ++number);
        }
    }

    private void Add(FilterEngine engine, EngineSession session, string layer, int number)
    {
        LayerSchema schema = engine.Catalog.Find(layer)!;
        Guid key = new(number, 0, 0, new byte[8]);
        session.CalloutAdd(new Callout { Key = key, Name = layer, ApplicableLayer = schema.Key }, out _);
        engine.Callouts.Register(key, new Recorder(this, layer.Replace("_V4", string.Empty, StringComparison.Ordinal).Replace("_V6", string.Empty, StringComparison.Ordinal)), CalloutFlags.None, out _);
        session.FilterAdd(new Filter { Name = layer, LayerKey = schema.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _);
    }

    private sealed class Recorder(LayerRecorder owner, string layer) : ICallout
    {
        public void Classify(
            ClassifyValues values,
            ref ClassifyMetadata metadata,
            object? layerData,
            RuntimeFilter filter,
            ulong flowContext,
            ref ClassifyOut output)
        {
            owner.Layers.Add(layer);
            output.Continue();
        }
    }
}
