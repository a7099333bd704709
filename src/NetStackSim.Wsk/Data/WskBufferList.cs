using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>One datagram of a <see cref="WskDatagramSocket.SendMessages"/> request (<c>WSK_BUF_LIST</c>). Stays the socket's until the request completes.</summary>
[WindowsDdi("WSK_BUF_LIST")]
public sealed class WskBufferList
{
    /// <summary>The next datagram.</summary>
    public WskBufferList? Next { get; set; }

    /// <summary>The payload.</summary>
    public WskBuffer Buffer { get; set; }
}
