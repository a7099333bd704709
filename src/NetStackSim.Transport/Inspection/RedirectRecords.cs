using NetStackSim.Kernel;

namespace NetStackSim.Transport;

/// <summary>
/// Who redirected a connection, and what they told the process that got it: read from the accepted socket, set on the socket that the proxy
/// opens in its place, so that the two belong together and no proxy is sent to itself. Immutable.
/// </summary>
/// <param name="RedirectHandle">The redirect handle of the one who redirected.</param>
/// <param name="Context">What they told; null for nothing.</param>
/// <param name="Original">Where the application wanted to go.</param>
/// <param name="Earlier">Records of redirections before this one; null for none.</param>
/// <param name="Application">The process whose connection was redirected first; null when nobody knows.</param>
public sealed record RedirectRecords(
    object RedirectHandle, byte[]? Context, Packets.IpEndpoint Original, RedirectRecords? Earlier = null, SimProcess? Application = null);
