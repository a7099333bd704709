using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>The arguments of a socket creation.</summary>
/// <param name="Family">Address family.</param>
/// <param name="SocketType">Socket type.</param>
/// <param name="Protocol">IP protocol.</param>
/// <param name="Flags">Category.</param>
/// <param name="Context">The client's context.</param>
/// <param name="Events">The client's callbacks: <see cref="IWskListenEvents"/>, <see cref="IWskConnectionEvents"/> or <see cref="IWskDatagramEvents"/> as the category asks; null when none will be enabled.</param>
/// <param name="Process">The owning process; null is the System process.</param>
public readonly record struct WskSocketRequest(
    IpFamily Family,
    TransportSocketType SocketType,
    byte Protocol,
    WskSocketFlags Flags,
    object? Context = null,
    object? Events = null,
    SimProcess? Process = null);
