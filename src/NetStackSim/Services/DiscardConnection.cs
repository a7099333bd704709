using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>Takes everything and keeps nothing.</summary>
internal sealed class DiscardConnection(TcpService service, WskConnectionSocket socket) : ServiceConnection(service, socket)
{
    protected override NtStatus OnReceive(WskDataIndication data, int bytesIndicated, ref int bytesAccepted) => NtStatus.Success;
}
