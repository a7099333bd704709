using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Services;

/// <summary>A client that counts what it receives and keeps nothing; without a wait, so without an allocation.</summary>
internal sealed class CountingEvents : IWskConnectionEvents
{
    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        Bytes += bytesIndicated;
        return NtStatus.Success;
    }

    public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags) => NtStatus.Success;
}
