using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Inspector;

/// <summary>Keeps what passes it while it is told to, and lets it go at a pause.</summary>
internal sealed class HoldingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
{
    private NetBufferListQueue _sends;
    private NetBufferListQueue _receives;

    public bool HoldsSends { get; set; }

    public bool HoldsReceives { get; set; }

    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (HoldsSends)
        {
            _sends.Enqueue(ref chain);
        }
        else
        {
            base.SendNetBufferLists(ref chain, port, flags);
        }
    }

    public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (HoldsReceives)
        {
            _receives.Enqueue(ref chain);
        }
        else
        {
            base.ReceiveNetBufferLists(ref chain, port, flags);
        }
    }

    public void Release()
    {
        NetBufferListChain sends = _sends.TakeAll();
        Module.Send(ref sends, PortNumber.Default, SendFlags.None);
        NetBufferListChain receives = _receives.TakeAll();
        Module.ReturnReceived(ref receives, ReturnFlags.None);
    }
}
