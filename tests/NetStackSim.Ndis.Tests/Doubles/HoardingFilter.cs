namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>Keeps what comes by while it is told to, in both directions.</summary>
internal sealed class HoardingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
{
    private NetBufferListQueue _sends;
    private NetBufferListQueue _receives;

    public bool Hoards { get; set; }

    public override void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
    {
        if (Hoards)
        {
            _sends.Enqueue(ref chain);
            return;
        }

        base.SendNetBufferLists(ref chain, port, flags);
    }

    public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        if (Hoards && (flags & ReceiveFlags.Resources) == 0)
        {
            _receives.Enqueue(ref chain);
            return;
        }

        base.ReceiveNetBufferLists(ref chain, port, flags);
    }

    public void Release()
    {
        Hoards = false;
        NetBufferListChain sends = _sends.TakeAll();
        Module.Send(ref sends, PortNumber.Default, SendFlags.None);
        NetBufferListChain receives = _receives.TakeAll();
        Module.IndicateReceive(ref receives, PortNumber.Default, ReceiveFlags.None);
    }
}
