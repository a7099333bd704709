using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A secured connection came or went.</summary>
/// <param name="Type">Which of both.</param>
/// <param name="Connection">The connection, with its bytes at that moment.</param>
[WindowsDdi("FWPM_CONNECTION_EVENT_TYPE")]
public readonly record struct ConnectionChange(PolicyChangeType Type, EngineConnection Connection);
