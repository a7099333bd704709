using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>Gets sends back that were made from received packets (forwarded, echo replies): the derived list is freed and the received one goes home.</summary>
internal sealed class ForwardedLists(TcpIpStack stack) : INetBufferListOwner
{
    /// <inheritdoc/>
    public void SendComplete(ref NetBufferListChain chain)
    {
        NetBufferListChain received = default;
        while (chain.RemoveFirst() is { } list)
        {
            NetBufferList? parent = list.Parent;
            list.Free();

            // Fragments of one packet share the parent: the last one takes it home.
            if (parent is { ChildCount: 0 })
            {
                received.Add(parent);
            }
        }

        stack.Ip.ReturnReceived(ref received);
    }
}
