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

    [Theory]
    [InlineData(6, 89, 3, 0x00000000u)]
    [InlineData(6, 0, 1, 0x00000000u)]
    [InlineData(5, 1, 1, 0xC0010004u)]
    [InlineData(7, 0, 1, 0xC0010004u)]
    [InlineData(6, 90, 3, 0xC0010004u)]
    [InlineData(6, 85, 0, 0xC0010005u)]
    [InlineData(6, 85, 4, 0xC023002Cu)]
    public void Registration_VersionAndRevision_AreNegotiated(byte major, byte minor, byte revision, uint expected)
    {
        NtStatus[] results =
        [
            Runtime.TryRegisterMiniport(
                new TestMiniport(Log), new MiniportOptions { Name = "m", MajorNdisVersion = major, MinorNdisVersion = minor, Revision = revision }, out MiniportRegistration? miniport),
            Runtime.TryRegisterFilter(
                Filter(), new FilterOptions { Name = "f", MajorNdisVersion = major, MinorNdisVersion = minor, Revision = revision }, out FilterRegistration? filter),
            Runtime.TryRegisterProtocol(
                new TestProtocol(Log), new ProtocolOptions { Name = "p", MajorNdisVersion = major, MinorNdisVersion = minor, Revision = revision }, out ProtocolRegistration? protocol),
        ];

        Assert.All(results, result => Assert.Equal(expected, result.Value));
        Assert.Equal(expected == 0, miniport is not null && filter is not null && protocol is not null);
    }

    [Fact]
    public void Registration_OnAnOlderSystem_RefusesNewerDrivers()
    {
        NdisRuntime windows8 = new(Host.Kernel, new NdisVersion(6, 30));

        Assert.Equal(
            NdisStatus.BadVersion, windows8.TryRegisterMiniport(new TestMiniport(Log), new MiniportOptions { Name = "m", MinorNdisVersion = 40 }, out MiniportRegistration? _));
        Assert.Equal(
            NtStatus.Success, windows8.TryRegisterMiniport(new TestMiniport(Log), new MiniportOptions { Name = "m", MinorNdisVersion = 30 }, out MiniportRegistration? _));
    }

    [Fact]
    public void Registration_ThatCannotBe_IsBadCharacteristics()
    {
        Assert.Equal(NdisStatus.BadCharacteristics, Runtime.TryRegisterMiniport(new TestMiniport(Log), new MiniportOptions { Name = string.Empty }, out _));
        Assert.Equal(
            NdisStatus.BadCharacteristics,
            Runtime.TryRegisterMiniport(new TestMiniport(Log), new MiniportOptions { Name = "m", IsIntermediate = true, IsWdm = true }, out _));
        NdisRegistrationException refused = Assert.Throws<NdisRegistrationException>(
            () => Runtime.RegisterProtocol(new TestProtocol(Log), new ProtocolOptions { Name = string.Empty }));
        Assert.Equal(NdisStatus.BadCharacteristics, refused.Status);
    }

    [Theory]
    [InlineData(FilterRoles.None, true)]
    [InlineData(FilterRoles.Send, true)]
    [InlineData(FilterRoles.Receive, false)]
    [InlineData(FilterRoles.Receive | FilterRoles.Status, true)]
    [InlineData(FilterRoles.RestartAttributes, false)]
    [InlineData(FilterRoles.RestartAttributes | FilterRoles.Oid, true)]
    public void FilterRoles_ThatDoNotGoTogether_AreRefused(FilterRoles roles, bool allowed)
    {
        NtStatus status = Runtime.TryRegisterFilter(Filter(), new FilterOptions { Name = "f", Roles = roles }, out _);

        Assert.Equal(allowed ? NtStatus.Success : NdisStatus.BadCharacteristics, status);
    }

    [Fact]
    public void FilterModule_WithADataRoleThatWasNotRegistered_IsNotAttached()
    {
        Host.Kernel.Verifier!.StopsOnViolation = false;
        TestFilterDriver.Register(
            Runtime, Log, "f", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "f", Roles = FilterRoles.Send | FilterRoles.Status });

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Empty(miniport.Adapter.Filters);
        Assert.Contains("Receive", Assert.Single(Host.Kernel.Verifier.Violations).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SetOptions_Fails_IsNotRegistered()
    {
        Assert.Equal(NdisStatus.Resources, Runtime.TryRegisterFilter(new Refusing(), new FilterOptions { Name = "f" }, out FilterRegistration? filter));
        Assert.Null(filter);
        Assert.Empty(TestMiniport.AddTo(Runtime, Log).Adapter.Filters);
    }

    /// <summary>A driver of revision 1 does not get what came later, though its object has the handlers.</summary>
    [Theory]
    [InlineData(85, 3, 0x00000000u, 0x00000000u)]
    [InlineData(85, 2, 0x00000000u, 0xC00000BBu)]
    [InlineData(85, 1, 0xC00000BBu, 0xC00000BBu)]
    [InlineData(20, 3, 0x00000000u, 0xC00000BBu)]
    [InlineData(0, 3, 0xC00000BBu, 0xC00000BBu)]
    public void OldRevision_NewerHandlersAreIgnored(byte minor, byte revision, uint direct, uint synchronous)
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport driver = new(Log) { OnDirectOid = static _ => NtStatus.Success, OnSynchronousOid = static _ => NtStatus.Success };
        MiniportRegistration registration = Runtime.RegisterMiniport(driver, new MiniportOptions { Name = "old", MinorNdisVersion = minor, Revision = revision });
        Runtime.AddAdapter(registration, new AdapterOptions { Name = "Ethernet" });

        Assert.Equal(direct, protocol.Binding.DirectOidRequest(OidRequest.Query(Oid.GenVendorId, 4)).Value);
        Assert.Equal(synchronous, protocol.Binding.SynchronousOidRequest(OidRequest.Query(Oid.GenVendorId, 4)).Value);
    }

    [Fact]
    public void MiniportPnP_AddStartRemove_FrameTheLife()
    {
        PlugAndPlayMiniport driver = new(Log);
        MiniportRegistration registration = Runtime.RegisterMiniport(driver, new MiniportOptions { Name = "pnp" });
        MiniportAdapter adapter = Runtime.AddAdapter(registration, new AdapterOptions { Name = "Ethernet" });
        Runtime.StopAdapter(adapter);
        Runtime.StartAdapter(adapter);
        Runtime.RemoveAdapter(adapter);

        Assert.Equal(
            ["add", "start", "miniport initialize", "miniport halt DeviceStopped", "start", "miniport initialize", "miniport halt DeviceDisabled", "remove"],
            Log.Where(line => !line.Contains("pause", StringComparison.Ordinal) && !line.Contains("restart", StringComparison.Ordinal) && !line.Contains("pnp", StringComparison.Ordinal)));

        driver.AddResult = NdisStatus.NotAccepted;
        Log.Clear();
        MiniportAdapter refused = Runtime.AddAdapter(registration, new AdapterOptions { Name = "Ethernet 2" });
        Assert.Equal(["add"], Log);
        Assert.Equal(NdisStatus.NotAccepted, refused.LastOperation.Status);
        Assert.Empty(Runtime.Adapters);
    }

    private TestFilterDriver Filter() => new(Log, "f", static (d, m) => new PassThroughFilter(d, m));

    private sealed class Refusing : IFilterDriver
    {
        public NtStatus SetOptions(FilterRegistration registration) => NdisStatus.Resources;

        public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter) => throw new InvalidOperationException("It is not registered.");
    }

    private sealed class PlugAndPlayMiniport(List<string> log) : TestMiniport(log), IMiniportPnP
    {
        public NtStatus AddResult { get; set; } = NtStatus.Success;

        public NtStatus AddDevice(MiniportAdapter adapter)
        {
            Log.Add("add");
            return AddResult;
        }

        public NtStatus StartDevice(MiniportAdapter adapter)
        {
            Log.Add("start");
            return NtStatus.Success;
        }

        public void RemoveDevice(MiniportAdapter adapter) => Log.Add("remove");
    }
}
