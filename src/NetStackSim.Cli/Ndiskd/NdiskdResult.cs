using NetStackSim.Ndis;

namespace NetStackSim.Cli.Ndiskd;

/// <summary>What was found.</summary>
/// <param name="Page">The page of the command.</param>
/// <param name="Report">The driver stacks, at the same moment.</param>
internal sealed record NdiskdResult(InspectorPage Page, NetReport Report);
