using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Protocols are bound and unbound.</summary>
public sealed class BindingTests : StackTest
{
    [Fact]
    public void Protocol_BindsLater_StackIsPausedAroundIt()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        TestProtocol protocol = TestProtocol.Register(Runtime, Log);

        Assert.Equal(["miniport pause", "proto bind", "miniport restart", "proto Restart", "proto BindsComplete"], Log);
        Log.Clear();
        protocol.Registration.Dispose();
        Assert.Equal(["proto Pause", "miniport pause", "proto unbind", "miniport restart"], Log);
        Assert.Equal(AdapterState.Running, miniport.Adapter.State);
    }

    [Fact]
    [BreaksRule("0x7C/0x16")]
    public void Open_OutsideTheBindHandler_IsABugCheck()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport.AddTo(Runtime, Log);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => protocol.Binding.Open(new OpenParameters()));

        Assert.Equal([0x16ul], stop.Parameters.Take(1));
    }

    [Fact]
    [BreaksRule("0x7C/0x27")]
    public void Unbind_WithReceivedListsHeld_IsABugCheck()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        protocol.Holds = true;
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame());
        NetBufferListChain stolen = protocol.Held.TakeAll();

        BugCheckException stop = Assert.Throws<BugCheckException>(protocol.Registration.Dispose);

        Assert.Equal([(ulong)NdisBugCheckCode.LeakedNetBufferLists, 1ul], stop.Parameters.Take(2));
    }
}
