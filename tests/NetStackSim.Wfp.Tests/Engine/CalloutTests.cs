using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class CalloutTests
{
    private readonly TestPolicy _policy = new(LayerId.AleFlowEstablishedV4);

    [Fact]
    public void Register_SameKeyTwice_AlreadyExists()
    {
        Guid key = _policy.AddCallout("c", ScriptedCallout.Continue());
        Assert.Equal(FwpStatus.AlreadyExists, _policy.Engine.Callouts.Register(key, ScriptedCallout.Continue(), CalloutFlags.None, out _));
    }

    [Fact]
    public void Register_BeforeAndAfterAdd_GivesOneId()
    {
        Guid key = new(77, 0, 0, new byte[8]);
        _policy.Engine.Callouts.Register(key, ScriptedCallout.Continue(), CalloutFlags.None, out uint registered);
        _policy.Session.CalloutAdd(new Callout { Key = key, Name = "later", ApplicableLayer = _policy.Layer.Schema.Key }, out uint added);
        Assert.Equal(registered, added);
        _policy.Session.CalloutGet(key, out Callout? callout);
        Assert.True(callout!.IsRegistered);
    }

    [Fact]
    public void FilterAdd_CalloutOfAnotherLayer_IsIncompatible()
    {
        _policy.Session.CalloutAdd(
            new Callout { Name = "elsewhere", Key = new Guid(5, 0, 0, new byte[8]), ApplicableLayer = LayerCatalog.Current.Get(LayerId.StreamV4).Key }, out _);
        Filter filter = new()
        {
            Name = "f",
            LayerKey = _policy.Layer.Schema.Key,
            Action = FilterActionType.CalloutUnknown,
            CalloutKey = new Guid(5, 0, 0, new byte[8]),
        };
        Assert.Equal(FwpStatus.IncompatibleLayer, _policy.Session.FilterAdd(filter, out _));
    }

    [Fact]
    public void Notify_AddRefused_FilterIsNotAdded()
    {
        ScriptedCallout callout = ScriptedCallout.Continue();
        callout.NotifyResult = NtStatus.Unsuccessful;
        Filter filter = new()
        {
            Name = "f",
            LayerKey = _policy.Layer.Schema.Key,
            Action = FilterActionType.CalloutUnknown,
            CalloutKey = _policy.AddCallout("c", callout),
        };
        Assert.Equal(FwpStatus.CalloutNotificationFailed, _policy.Session.FilterAdd(filter, out _));
        Assert.Empty(_policy.Session.Filters());
    }

    [Fact]
    public void Notify_AddCommitDelete_ComeInOrder()
    {
        ScriptedCallout callout = ScriptedCallout.Continue();
        Guid key = _policy.AddCallout("c", callout, CalloutFlags.EnableCommitAddNotify);
        ulong id = _policy.Add(_policy.S1, FilterActionType.CalloutUnknown, callout: key);
        _policy.Session.FilterDeleteById(id);
        Assert.Equal(
            [CalloutNotification.AddFilter, CalloutNotification.AddFilterPostCommit, CalloutNotification.DeleteFilter], callout.Notifications);
    }

    [Fact]
    public void Unregister_FiltersStay_AndFollowTheUnregisteredRule()
    {
        Guid key = _policy.AddCallout("c", ScriptedCallout.Permit());
        _policy.Add(_policy.S1, FilterActionType.CalloutTerminating, callout: key);
        Assert.False(_policy.Classify().IsBlock);
        Assert.True(_policy.Engine.Callouts.Unregister(key).IsSuccess);
        Assert.True(_policy.Classify().IsBlock);
        Assert.Equal(FwpStatus.CalloutNotFound, _policy.Engine.Callouts.Unregister(key));
    }

    [Fact]
    public void ConditionalOnFlow_WithoutContext_IsSkipped()
    {
        ScriptedCallout callout = ScriptedCallout.BlockHard();
        Guid key = _policy.AddCallout("c", callout, CalloutFlags.ConditionalOnFlow);
        _policy.Add(_policy.S1, FilterActionType.CalloutTerminating, callout: key);
        FlowRecord flow = _policy.Engine.Flows.Begin();

        Assert.False(Classify(flow).IsBlock);
        Assert.True(_policy.Engine.Callouts.FlowAssociateContext(flow.Id, _policy.Layer.Schema.Id, Id(key), 42).IsSuccess);
        Assert.True(Classify(flow).IsBlock);
        Assert.Equal(42UL, callout.LastFlowContext);
    }

    [Fact]
    public void FlowContext_Rules_AreThoseOfTheDdi()
    {
        ScriptedCallout callout = ScriptedCallout.Continue();
        Guid key = _policy.AddCallout("c", callout);
        FlowRecord flow = _policy.Engine.Flows.Begin();
        CalloutRegistry callouts = _policy.Engine.Callouts;

        Assert.Equal(NtStatus.InvalidParameter, callouts.FlowAssociateContext(flow.Id, 20, Id(key), 0));
        Assert.True(callouts.FlowAssociateContext(flow.Id, 20, Id(key), 1).IsSuccess);
        Assert.Equal(FwpStatus.ObjectNameExists, callouts.FlowAssociateContext(flow.Id, 20, Id(key), 2));
        Assert.Equal(NtStatus.DeviceBusy, callouts.Unregister(key));
        Assert.Equal(NtStatus.Unsuccessful, callouts.FlowRemoveContext(flow.Id, 24, Id(key)));
        Assert.True(callouts.FlowRemoveContext(flow.Id, 20, Id(key)).IsSuccess);
        Assert.Equal([1UL], callout.DeletedContexts);
        Assert.True(callouts.Unregister(key).IsSuccess);
    }

    [Fact]
    public void FlowEnd_ReturnsEachContextOnce()
    {
        ScriptedCallout callout = ScriptedCallout.Continue();
        Guid key = _policy.AddCallout("c", callout);
        FlowRecord flow = _policy.Engine.Flows.Begin();
        _policy.Engine.Callouts.FlowAssociateContext(flow.Id, 20, Id(key), 7);
        _policy.Engine.Callouts.FlowAssociateContext(flow.Id, 24, Id(key), 8);

        _policy.Engine.Flows.End(flow);
        _policy.Engine.Flows.End(flow);

        Assert.Equal([7UL, 8UL], callout.DeletedContexts.Order());
        Assert.Equal(0, _policy.Engine.Flows.Count);
    }

    [Fact]
    public void Passive_ManagementAtDispatch_IsABugCheck()
    {
        SimKernel kernel = new(new EventLoop());
        FilterEngine engine = new(kernel);
        using IrqlScope raised = kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch);
        Assert.Equal(BugCheckCode.IrqlNotLessOrEqual.ToString(), Code(engine));
    }

    private static string Code(FilterEngine engine)
    {
        try
        {
            engine.Open();
            return "none";
        }
        catch (BugCheckException bugCheck)
        {
            return bugCheck.Code.ToString();
        }
    }

    private uint Id(Guid key) => _policy.Engine.Callouts.Find(key)!.Id;

    private ClassifyResult Classify(FlowRecord flow)
    {
        ClassifyMetadata metadata = new() { Flow = flow, FlowHandle = flow.Id, Present = MetadataFields.FlowHandle };
        _policy.Layer.Classify(_policy.Values, ref metadata, null, out ClassifyResult result);
        return result;
    }
}
