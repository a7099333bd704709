using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wfp.Tests;

/// <summary>Objects by run-time id, layers, who subscribed, and what IPsec did to a packet.</summary>
public sealed class ObjectIdTests
{
    private readonly FilterEngine _engine = new();
    private readonly EngineSession _session;

    public ObjectIdTests() => _session = _engine.Open();

    [Fact]
    public void Callout_ById_IsTheOneByKey_UntilItIsDeleted()
    {
        Guid key = Guid.Parse("11111111-0000-0000-0000-000000000001");
        Callout callout = new() { Key = key, Name = "c", ApplicableLayer = LayerCatalog.Current.Get(LayerId.AleAuthConnectV4).Key };
        Assert.True(_session.CalloutAdd(callout, out uint id).IsSuccess);
        _engine.Callouts.Register(key, new ScriptedCallout(static (RuntimeFilter _, ref ClassifyOut output) => output.Continue()), CalloutFlags.None, out _);

        Assert.True(_session.CalloutGetById(id, out Callout? found).IsSuccess);
        _session.CalloutGet(key, out Callout? same);
        Assert.Equal(same, found);
        Assert.True(found!.IsRegistered);
        Assert.True(_session.CalloutDeleteById(id).IsSuccess);
        Assert.Equal((FwpStatus.CalloutNotFound, null), (_session.CalloutGetById(id, out found), found));
        Assert.Equal(FwpStatus.CalloutNotFound, _session.CalloutDeleteById(id));
        Assert.Equal(FwpStatus.CalloutNotFound, _session.CalloutDeleteById(0));
    }

    [Fact]
    public void Callout_ById_InUse_IsNotDeleted()
    {
        TestPolicy policy = new();
        Guid key = policy.AddCallout("c", new ScriptedCallout(static (RuntimeFilter _, ref ClassifyOut output) => output.Continue()));
        policy.Add(policy.S1, FilterActionType.CalloutUnknown, callout: key);
        policy.Session.CalloutGet(key, out Callout? callout);
        Assert.Equal(FwpStatus.InUse, policy.Session.CalloutDeleteById(callout!.Id));
    }

    [Fact]
    public void ProviderContext_ById_IsTheOneByKey_UntilItIsDeleted()
    {
        ProviderContext context = new() { Name = "c", Type = ProviderContextType.General, Data = new FwpBlob([1]) };
        _session.ProviderContextAdd(context with { Name = "other" }, out _);
        Assert.True(_session.ProviderContextAdd(context, out ulong id).IsSuccess);

        Assert.True(_session.ProviderContextGetById(id, out ProviderContext? found).IsSuccess);
        Assert.Equal(("c", id), (found!.Name, found.Id));
        Assert.True(_session.ProviderContextDeleteById(id).IsSuccess);
        Assert.Equal((FwpStatus.ProviderContextNotFound, null), (_session.ProviderContextGetById(id, out found), found));
        Assert.Equal(FwpStatus.ProviderContextNotFound, _session.ProviderContextDeleteById(id));
        Assert.Equal("other", Assert.Single(_session.ProviderContexts()).Name);
    }

    [Fact]
    public void DeleteById_TransactionAborted_TakesNothing()
    {
        _session.ProviderContextAdd(new ProviderContext { Name = "c", Type = ProviderContextType.General, Data = new FwpBlob([1]) }, out ulong id);
        _session.TransactionBegin();
        Assert.True(_session.ProviderContextDeleteById(id).IsSuccess);
        _session.TransactionAbort();
        Assert.True(_session.ProviderContextGetById(id, out _).IsSuccess);
    }

    [Fact]
    public void Layer_ByKeyAndById_IsTheCatalogs()
    {
        LayerSchema layer = LayerCatalog.Current.Get(LayerId.StreamV4);
        Assert.True(_session.LayerGet(layer.Key, out LayerSchema? byKey).IsSuccess);
        Assert.True(_session.LayerGetById(layer.Id, out LayerSchema? byId).IsSuccess);
        Assert.Same(layer, byKey);
        Assert.Same(layer, byId);
        Assert.Equal(FwpStatus.LayerNotFound, _session.LayerGet(Guid.Empty, out _));
        Assert.Equal((FwpStatus.LayerNotFound, null), (_session.LayerGetById(ushort.MaxValue, out byId), byId));
    }

    [Fact]
    public void ById_WithoutTheRight_IsRefused()
    {
        _session.ProviderContextAdd(new ProviderContext { Name = "c", Type = ProviderContextType.General, Data = new FwpBlob([1]) }, out ulong id);
        using EngineSession user = _engine.Open(new SessionOptions { Token = SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1001")), IsKernelMode = false });
        Assert.Equal(NtStatus.AccessDenied, user.ProviderContextGetById(id, out _));
        Assert.Equal(NtStatus.AccessDenied, user.ProviderContextDeleteById(id));
        Assert.Equal(NtStatus.AccessDenied, user.LayerGetById(0, out _));
        Assert.Equal(NtStatus.AccessDenied, user.NetEventSubscriptionsGet(out _));
    }

    [Fact]
    public void NetEventSubscriptions_AreThoseThatHaveNotEnded()
    {
        _session.NetEventSubscribe(null, static _ => { }, out NetEventSubscription? first);
        _session.NetEventSubscribe(null, static _ => { }, out NetEventSubscription? second);
        first!.Dispose();
        Assert.True(_session.NetEventSubscriptionsGet(out IReadOnlyList<NetEventSubscription> subscriptions).IsSuccess);
        Assert.Same(second, Assert.Single(subscriptions));
    }

    [Theory]
    [InlineData(PacketListQueries.Ipsec | PacketListQueries.Inbound, true)]
    [InlineData(PacketListQueries.AllOutbound, true)]
    [InlineData(PacketListQueries.FilterEngine, true)]
    [InlineData(PacketListQueries.Ipsec, false)]
    [InlineData(PacketListQueries.None, false)]
    [InlineData((PacketListQueries)0x10, false)]
    public void PacketSecurity_IsNone_AndIpsecNeedsADirection(PacketListQueries queries, bool legal)
    {
        PacketInjection packets = new EngineHost().Engine.Injection!;
        packets.Allocate(new byte[20], out NetBufferList? list);
        Assert.Equal(legal ? NtStatus.Success : NtStatus.InvalidParameter, packets.GetSecurityInformation(list!, queries, out PacketListInformation information));
        Assert.Equal(default, information);
        packets.Free(list!);
    }
}
