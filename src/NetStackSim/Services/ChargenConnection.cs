using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>Sends the pattern until the peer ends, a few chunks ahead of what is acknowledged.</summary>
internal sealed class ChargenConnection(TcpService service, WskConnectionSocket socket, byte[] pattern) : ServiceConnection(service, socket)
{
    private const int ChunksAhead = 4;

    private bool _filling;

    public override void OnAccepted() => Fill();

    protected override NtStatus OnReceive(WskDataIndication data, int bytesIndicated, ref int bytesAccepted) => NtStatus.Success;

    protected override void OnSendCompleted(NtStatus status)
    {
        if (status.IsSuccess)
        {
            Fill();
        }
    }

    private void Fill()
    {
        // A send that is refused completes inside the call and must not start another loop here.
        if (_filling)
        {
            return;
        }

        _filling = true;
        while (!IsSendEnded && SendsOutstanding < ChunksAhead)
        {
            if (!Service.TryRentSlot(this, out SendSlot? slot))
            {
                Abort();
                break;
            }

            int before = SendsOutstanding;
            Send(slot, slot.Describe(pattern, 0, pattern.Length), WskSendFlags.None);
            if (SendsOutstanding == before)
            {
                break;
            }
        }

        _filling = false;
    }
}
