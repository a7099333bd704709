using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Receives by reference: keeps each indication until the next one arrives, then releases it.</summary>
internal sealed class RetainingReceiver : IWskConnectionEvents
{
    private readonly WskConnectionSocket _socket;
    private WskDataIndication? _retained;

    public RetainingReceiver(WskConnectionSocket socket)
    {
        _socket = socket;
        socket.Attach(this, WskEventMask.Receive | WskEventMask.Disconnect);
    }

    /// <summary>Bytes received.</summary>
    public long Bytes { get; private set; }

    public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        Bytes += bytesIndicated;
        WskDataIndication? before = _retained;
        _retained = data;
        if (before is not null)
        {
            _socket.Release(before);
        }

        return NtStatus.Pending;
    }

    public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags) => NtStatus.Success;
}
