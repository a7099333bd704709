using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Buffers;

/// <summary>Acceptance scenario A7: the context stack.</summary>
public sealed class ContextStackTests
{
    private readonly TestHost _host = new();

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(128)]
    public void Scenario07_ContextStack_PoppedInOrder_IsAsBefore(int preallocated)
    {
        NetBufferList list = _host.DataPool(contextSize: preallocated).Get();
        NetBufferListContext? before = list.Context;
        int offset = before?.Offset ?? -1;

        Assert.Equal(NtStatus.Success, list.PushContext(16));
        list.ContextData[..16].Fill(1);
        Assert.Equal(NtStatus.Success, list.PushContext(32));
        list.ContextData[..32].Fill(2);
        Assert.Equal(NtStatus.Success, list.PushContext(48, backFill: 16));
        list.ContextData[..48].Fill(3);

        list.PopContext(48);
        Assert.Equal(2, list.ContextData[0]);
        list.PopContext(32);
        Assert.Equal(1, list.ContextData[0]);
        list.PopContext(16);

        Assert.Same(before, list.Context);
        Assert.Equal(offset, list.Context?.Offset ?? -1);
        list.Free();
    }

    [Fact]
    [BreaksRule("ContextOrder")]
    public void Scenario07_ContextStack_PoppedInAnotherOrder_IsReported()
    {
        NetBufferList list = _host.DataPool(contextSize: 128).Get();
        list.PushContext(16);
        list.PushContext(32);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => list.PopContext(16));

        Assert.Equal(BugCheckCode.DriverVerifierDetectedViolation, stop.Code);
        Assert.Equal(NdisVerifierRules.ContextOrder.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void Context_PoppedTwiceWithoutVerifier_IsABugCheck()
    {
        NetBufferList list = new TestHost(verifier: false).DataPool(contextSize: 64).Get();
        list.PushContext(16);
        list.PopContext(16);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => list.PopContext(16));

        Assert.Equal(BugCheckCode.BugcodeNdisDriver, stop.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-16)]
    [InlineData(24)]
    public void Context_SizeThatIsNoMultiple_IsRefused(int size)
    {
        NetBufferList list = _host.DataPool().Get();

        Assert.Equal(NdisStatus.InvalidParameter, list.PushContext(size));
    }

    [Fact]
    public void Context_LeftBehind_IsGoneAfterTheReturn()
    {
        NetBufferListPool pool = _host.DataPool(contextSize: 32);
        NetBufferList list = pool.Get();
        NetBufferListContext? own = list.Context;
        list.PushContext(32);
        list.PushContext(64);

        list.Free();

        NetBufferList again = pool.Get();
        Assert.Same(own, again.Context);
        Assert.Equal(32, again.Context!.Offset);
    }
}
