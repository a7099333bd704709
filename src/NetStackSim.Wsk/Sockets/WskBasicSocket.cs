using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>A basic socket: control and close only, for example to ask a transport what it can do.</summary>
public sealed class WskBasicSocket : WskSocket
{
    internal WskBasicSocket(WskProvider wsk, in WskSocketRequest request)
        : base(wsk, request, WskEventMask.None)
    {
    }

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Basic;

    private protected override bool IsBound => false;

    private protected override int Retained => 0;

    private protected override WskEventMask Events => WskEventMask.None;

    private protected override bool MayControlEvents => true;

    private protected override void OnEventsEnabled()
    {
    }

    private protected override void FailRequests(NtStatus status)
    {
    }

    private protected override void IndicateForcedClose()
    {
    }

    private protected override void ReleaseTransport() => OnTransportReleased();

    private protected override NtStatus ApplyOption(TransportOption option, long value) => NtStatus.NotSupported;

    private protected override NtStatus Ioctl(uint code, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        return NtStatus.NotSupported;
    }
}
