using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Devices go, by choice or by surprise, stop and start.</summary>
public sealed class RemovalTests : StackTest
{
    [Fact]
    public void SurpriseRemoval_MiniportIsToldFirstAndSendsFail()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Runtime.SurpriseRemoveAdapter(miniport.Adapter);

        Assert.Equal(["miniport pnp SurpriseRemoved", "proto Pause", "miniport pause", "proto unbind", "miniport halt DeviceSurpriseRemoved"], Log);
        Assert.Null(protocol.Binding.Protocol);
    }
}
