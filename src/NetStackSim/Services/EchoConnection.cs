using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// Sends the received memory back by reference. The window is closed by what is kept, and opens when the peer acknowledges its own bytes: a peer
/// that sends without reading stops itself.
/// </summary>
internal sealed class EchoConnection(TcpService service, WskConnectionSocket socket) : ServiceConnection(service, socket)
{
    private readonly Stack<EchoBatch> _idle = new();

    /// <summary>Gives an indication back to WSK.</summary>
    public void Release(EchoBatch batch, WskDataIndication data)
    {
        _idle.Push(batch);
        Socket.Release(data);
    }

    protected override NtStatus OnReceive(WskDataIndication data, int bytesIndicated, ref int bytesAccepted)
    {
        if (IsSendEnded)
        {
            return NtStatus.Success;
        }

        EchoBatch batch = _idle.TryPop(out EchoBatch? idle) ? idle : new EchoBatch(this);
        batch.Start(data);
        for (WskDataIndication? piece = data; piece is not null; piece = piece.Next)
        {
            if (!Service.TryRentSlot(this, out SendSlot? slot))
            {
                Abort();
                break;
            }

            slot.Batch = batch;
            batch.AddPiece();

            // What completes the indication leaves at once, however short it is.
            Send(slot, piece.Buffer, piece.Next is null ? WskSendFlags.NoDelay : WskSendFlags.None);
        }

        batch.PieceDone();
        return NtStatus.Pending;
    }
}
