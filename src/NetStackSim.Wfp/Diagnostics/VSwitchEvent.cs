using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Something that concerns filtering at virtual switches.</summary>
/// <param name="Type">What.</param>
/// <param name="SwitchId">The switch; empty when it concerns none in particular.</param>
[WindowsDdi("FWPM_VSWITCH_EVENT0")]
public sealed record VSwitchEvent(VSwitchEventType Type, string SwitchId = "");
