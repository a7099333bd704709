using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>A basic socket: control and close only, for example to ask a transport what it can do.</summary>
public sealed class WskBasicSocket : WskSocket
{
    internal WskBasicSocket(WskProvider wsk, in WskSocketRequest request)
        : base(wsk, request)
    {
    }

    /// <inheritdoc/>
    public override WskSocketFlags Category => WskSocketFlags.Basic;

    private protected override bool IsBound => false;

    private protected override void BeginClose() => CompleteClose();

    private protected override NtStatus ControlCategory(
        WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        return NtStatus.NotSupported;
    }
}
