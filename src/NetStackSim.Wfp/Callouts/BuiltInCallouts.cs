using System.Buffers.Binary;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>The callouts that every host has: silence for closed ports, and options of flows by policy.</summary>
public static class BuiltInCallouts
{
    /// <summary><c>FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP</c>: no reset for a closed port.</summary>
    public static readonly Guid SilentDropV4 = new("eda08606-2494-4d78-89bc-67837c03b969");

    /// <summary><c>FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V6_SILENT_DROP</c>.</summary>
    public static readonly Guid SilentDropV6 = new("8693cc74-a075-4156-b476-9286eece814e");

    /// <summary><c>FWPM_CALLOUT_SET_OPTIONS_AUTH_CONNECT_LAYER_V4</c>; the provider context holds pairs of option and value, four bytes each.</summary>
    public static readonly Guid SetOptionsConnectV4 = new("bc582280-1677-41e9-94ab-c2fcb15c2eeb");

    /// <summary><c>FWPM_CALLOUT_SET_OPTIONS_AUTH_CONNECT_LAYER_V6</c>.</summary>
    public static readonly Guid SetOptionsConnectV6 = new("98e5373c-b884-490f-b65f-2f6a4a575195");

    /// <summary><c>FWPM_CALLOUT_SET_OPTIONS_AUTH_RECV_ACCEPT_LAYER_V4</c>.</summary>
    public static readonly Guid SetOptionsAcceptV4 = new("2d55f008-0c01-4f92-b26e-a08a94569b8d");

    /// <summary><c>FWPM_CALLOUT_SET_OPTIONS_AUTH_RECV_ACCEPT_LAYER_V6</c>.</summary>
    public static readonly Guid SetOptionsAcceptV6 = new("63018537-f281-4dc4-83d3-8dec18b7ade2");

    /// <summary>Adds and registers them in the engine of a host. IRQL Passive.</summary>
    /// <param name="engine">The engine.</param>
    public static void Install(FilterEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        SilentDrop drop = new();
        SetOptions options = new(engine.ClassifyOptions);
        engine.AddBuiltIn(SilentDropV4, "WFP Built-in Silent Drop Transport v4 Discard Layer Callout", LayerId.InboundTransportV4Discard, drop);
        engine.AddBuiltIn(SilentDropV6, "WFP Built-in Silent Drop Transport v6 Discard Layer Callout", LayerId.InboundTransportV6Discard, drop);
        engine.AddBuiltIn(SetOptionsConnectV4, "WFP Built-in Set Options V4 (Connect)", LayerId.AleAuthConnectV4, options);
        engine.AddBuiltIn(SetOptionsConnectV6, "WFP Built-in Set Options V6 (Connect)", LayerId.AleAuthConnectV6, options);
        engine.AddBuiltIn(SetOptionsAcceptV4, "WFP Built-in Set Options V4 (Accept)", LayerId.AleAuthRecvAcceptV4, options);
        engine.AddBuiltIn(SetOptionsAcceptV6, "WFP Built-in Set Options V6 (Accept)", LayerId.AleAuthRecvAcceptV6, options);
    }

    // A block at the discard layer keeps the stack from answering; other discards it does not touch.
    private sealed class SilentDrop : ICallout
    {
        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
        {
            if (metadata.DiscardReason == TransportDrop.EndpointNotFound)
            {
                output.Block();
            }
            else
            {
                output.Action = FilterActionType.Permit;
            }
        }
    }

    private sealed class SetOptions(ClassifyOptions options) : ICallout
    {
        private const int PairSize = 2 * sizeof(uint);

        public void Classify(
            ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
        {
            output.Continue();
            ReadOnlySpan<byte> pairs = filter.ProviderContext?.Data is { } data ? data.Bytes : default;
            for (; pairs.Length >= PairSize; pairs = pairs[PairSize..])
            {
                ClassifyOption option = (ClassifyOption)BinaryPrimitives.ReadUInt32LittleEndian(pairs);
                options.Set(metadata, option, BinaryPrimitives.ReadUInt32LittleEndian(pairs[sizeof(uint)..]));
            }
        }
    }
}
