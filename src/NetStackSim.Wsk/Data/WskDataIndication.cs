using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wsk;

/// <summary>
/// One received piece of stream data, lent by reference (<c>WSK_DATA_INDICATION</c>). A client that returns Pending from its receive
/// event keeps the whole list until <see cref="WskConnectionSocket.Release"/>.
/// </summary>
[WindowsDdi("WSK_DATA_INDICATION")]
public sealed class WskDataIndication
{
    internal WskDataIndication()
    {
    }

    /// <summary>The next piece.</summary>
    public WskDataIndication? Next { get; internal set; }

    /// <summary>The bytes; one piece may span several descriptors.</summary>
    public WskBuffer Buffer { get; internal set; }

    /// <summary>The list that holds the bytes.</summary>
    internal NetBufferList? List { get; set; }

    /// <summary>In the first piece of a list that the client retains: the socket that wants it back.</summary>
    internal WskConnectionSocket? RetainedFrom { get; set; }
}
