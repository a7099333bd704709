using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A change that a commit made (<c>FWPM_FILTER_CHANGE0</c> and its kin).</summary>
/// <param name="Kind">The kind of the object.</param>
/// <param name="Type">What happened.</param>
/// <param name="Key">The object's key.</param>
/// <param name="Id">The run-time id of a filter, callout or provider context; 0 for others.</param>
[WindowsDdi("FWPM_FILTER_CHANGE0")]
[WindowsDdi("FWPM_CALLOUT_CHANGE0")]
[WindowsDdi("FWPM_PROVIDER_CHANGE0")]
[WindowsDdi("FWPM_PROVIDER_CONTEXT_CHANGE0")]
[WindowsDdi("FWPM_SUBLAYER_CHANGE0")]
public readonly record struct PolicyChange(PolicyObjectKind Kind, PolicyChangeType Type, Guid Key, ulong Id);
