namespace NetStackSim.Wfp;

/// <summary>A context of one callout for one layer on a flow.</summary>
/// <param name="LayerId">The layer.</param>
/// <param name="Callout">The callout.</param>
/// <param name="Value">The context, not 0.</param>
internal readonly record struct FlowContext(ushort LayerId, RuntimeCallout Callout, ulong Value);
