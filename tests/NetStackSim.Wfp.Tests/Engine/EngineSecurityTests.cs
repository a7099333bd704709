using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class EngineSecurityTests
{
    private static readonly Sid Alice = Sid.Parse("S-1-5-21-1-2-3-1001");

    private readonly FilterEngine _engine = new();

    [Fact]
    public void User_MayOpenAndNothingElse()
    {
        using EngineSession session = Open(SimToken.ForUser(Alice));
        Assert.Equal(NtStatus.AccessDenied, session.FilterAdd(EngineHost.BlockAll(), out _));
        Assert.Equal(NtStatus.AccessDenied, session.TransactionBegin());
        Assert.Equal(NtStatus.AccessDenied, session.SubLayerGet(WellKnownNames.BuiltInSubLayers.First().Key, out _));
        Assert.Equal(NtStatus.AccessDenied, session.FilterCreateEnumHandle(null, out _));
        Assert.Equal(NtStatus.AccessDenied, session.EngineSetOption(EngineOption.CollectNetEvents, FwpValue.UInt32(0)));
        Assert.Equal(NtStatus.AccessDenied, session.SubscribeChanges(PolicyObjectKind.Filter, null, static _ => { }, out _));
        Assert.Empty(session.Providers());
        Assert.Equal(0, _engine.FilterCount);
    }

    [Fact]
    public void Administrator_MayDoEverything()
    {
        using EngineSession session = Open(SimToken.ForUser(Alice, administrator: true));
        Assert.True(session.FilterAdd(EngineHost.BlockAll(), out ulong id).IsSuccess);
        Assert.Single(session.Filters());
        Assert.True(session.FilterDeleteById(id).IsSuccess);
        Assert.True(session.EngineSetOption(EngineOption.NameCache, FwpValue.UInt32(1)).IsSuccess);
    }

    [Fact]
    public void KernelMode_IsNeverChecked()
    {
        using EngineSession admin = Open(SimToken.ForUser(Alice, administrator: true));
        SecurityDescriptor nobody = SecurityDescriptor.Parse("D:(D;;GA;;;WD)");
        Assert.True(admin.SetSecurityInfo(PolicyObjectKind.Filter, null, nobody).IsSuccess);
        Assert.Equal(NtStatus.AccessDenied, admin.FilterAdd(EngineHost.BlockAll(), out _));
        using EngineSession driver = _engine.Open();
        Assert.True(driver.FilterAdd(EngineHost.BlockAll(), out _).IsSuccess);
        Assert.Equal(NtStatus.AccessDenied, admin.FilterCreateEnumHandle(null, out _));
    }

    [Fact]
    public void Object_WithItsOwnDescriptor_IsSkippedByThoseWhoMayNotRead()
    {
        using EngineSession driver = _engine.Open();
        driver.FilterAdd(EngineHost.BlockAll("open"), out _);
        driver.FilterAdd(EngineHost.BlockAll("secret"), out ulong id);
        driver.FilterGetById(id, out Filter? secret);
        Assert.True(driver.SetSecurityInfo(PolicyObjectKind.Filter, secret!.Key, SecurityDescriptor.Parse("D:(A;;GA;;;SY)")).IsSuccess);

        using EngineSession admin = Open(SimToken.ForUser(Alice, administrator: true));
        Assert.Equal(["open"], admin.Filters().Select(static f => f.Name));
        Assert.Equal(NtStatus.AccessDenied, admin.FilterGet(secret.Key, out _));
        Assert.Equal(NtStatus.AccessDenied, admin.FilterDelete(secret.Key));
        Assert.Equal(NtStatus.AccessDenied, admin.GetSecurityInfo(PolicyObjectKind.Filter, secret.Key, out _));
        driver.GetSecurityInfo(PolicyObjectKind.Filter, secret.Key, out SecurityDescriptor? own);
        Assert.Equal("D:(A;;GA;;;SY)", own!.ToSddl());
    }

    [Fact]
    public void Reference_WithoutTheRightToLink_IsRefused()
    {
        using EngineSession driver = _engine.Open();
        driver.SubLayerAdd(new SubLayer { Name = "closed" }, out Guid key);
        driver.SetSecurityInfo(PolicyObjectKind.SubLayer, key, SecurityDescriptor.Parse("D:(A;;GR;;;WD)"));
        using EngineSession admin = Open(SimToken.ForUser(Alice, administrator: true));
        Assert.Equal(NtStatus.AccessDenied, admin.FilterAdd(EngineHost.BlockAll() with { SubLayerKey = key }, out _));
        Assert.Equal(0, _engine.FilterCount);
    }

    [Fact]
    public void SetSecurityInfo_InTransactionOrOfAForeignObjectFromADynamicSession_IsRefused()
    {
        using EngineSession session = _engine.Open();
        session.TransactionBegin();
        Assert.Equal(FwpStatus.TransactionInProgress, session.SetSecurityInfo(PolicyObjectKind.Engine, null, SecurityDescriptor.Everyone));
        Assert.Equal(FwpStatus.TransactionInProgress, session.EngineSetOption(EngineOption.NameCache, FwpValue.UInt32(1)));
        session.TransactionAbort();
        session.SubLayerAdd(new SubLayer { Name = "static" }, out Guid key);
        using EngineSession dynamic = _engine.Open(new SessionOptions { IsDynamic = true });
        Assert.Equal(FwpStatus.DynamicSessionInProgress, dynamic.SetSecurityInfo(PolicyObjectKind.SubLayer, key, SecurityDescriptor.Everyone));
        dynamic.SubLayerAdd(new SubLayer { Name = "own" }, out Guid own);
        Assert.Equal(NtStatus.Success, dynamic.SetSecurityInfo(PolicyObjectKind.SubLayer, own, SecurityDescriptor.Everyone));
        Assert.Equal(FwpStatus.SubLayerNotFound, session.SetSecurityInfo(PolicyObjectKind.SubLayer, Guid.Empty, SecurityDescriptor.Everyone));
    }

    [Theory]
    [InlineData(EngineOption.CollectNetEvents, 2u)]
    [InlineData(EngineOption.NetEventMatchAnyKeywords, 0x40u)]
    [InlineData(EngineOption.PacketQueuing, 8u)]
    public void Option_OutOfBounds_IsRefusedAndUnchanged(EngineOption option, uint value)
    {
        using EngineSession session = _engine.Open();
        session.EngineGetOption(option, out FwpValue before);
        Assert.Equal(FwpStatus.OutOfBounds, session.EngineSetOption(option, FwpValue.UInt32(value)));
        Assert.Equal(FwpStatus.TypeMismatch, session.EngineSetOption(option, FwpValue.UInt64(1)));
        Assert.Equal(FwpStatus.InvalidEnumerator, session.EngineSetOption((EngineOption)99, FwpValue.UInt32(1)));
        session.EngineGetOption(option, out FwpValue after);
        Assert.Equal(before, after);
        Assert.True(session.EngineSetOption(option, FwpValue.UInt32(1)).IsSuccess);
        session.EngineGetOption(option, out after);
        Assert.Equal(FwpValue.UInt32(1), after);
    }

    private EngineSession Open(SimToken token) => _engine.Open(new SessionOptions { IsKernelMode = false, Token = token });
}
