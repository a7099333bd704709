using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>What NDIS asks of drivers that register.</summary>
public sealed class RegistrationTests : StackTest
{
    [Fact]
    public void Registration_AboveAdapters_IsRefusedAtDispatch()
    {
        using IrqlScope scope = Host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch);

        Assert.Throws<BugCheckException>(() => Runtime.RegisterMiniport(new TestMiniport(Log), new MiniportOptions { Name = "x" }));
    }
}
