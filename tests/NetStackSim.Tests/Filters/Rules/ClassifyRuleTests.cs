using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Rules of classifyFn itself: action, rights, flags, processor.</summary>
public sealed class ClassifyRuleTests : IDisposable
{
    private const string Layer = "DATAGRAM_DATA";
    private const string LayerV4 = "DATAGRAM_DATA_V4";

    private readonly RuleLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    [BreaksContract(ContractRule.RightSetAgain)]
    public void RightSetAgain_ByALighterCallout()
    {
        _lab.Callout(Layer, static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Block(), weight: 0x5000);
        LabCallout lighter = _lab.Callout(Layer, static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Rights |= ClassifyRights.ActionWrite;
            o.Continue();
        });
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.RightSetAgain, lighter, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.PermitWithoutRight)]
    public void PermitWithoutRight_AfterAHardBlock_IsIgnored()
    {
        _lab.Callout(Layer, static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Block(), weight: 0x5000);
        LabCallout lighter = _lab.Callout(
            Layer, static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) => o.Permit(f));
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.PermitWithoutRight, lighter, LayerV4);
        Assert.Equal(1, _lab.Engine.Drops.Total);
    }

    [Fact]
    [BreaksContract(ContractRule.InspectionDecided)]
    public void InspectionDecided_CountsAsContinue()
    {
        LabCallout callout = _lab.Callout(
            Layer,
            static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Block(),
            FilterActionType.CalloutInspection);
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.InspectionDecided, callout, LayerV4);
        Assert.Equal(0, _lab.Engine.Drops.Total);
    }

    [Fact]
    [BreaksContract(ContractRule.TerminatingDidNotDecide)]
    public void TerminatingDidNotDecide_CountsAsBlock()
    {
        LabCallout callout = _lab.Callout(
            Layer,
            static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Continue(),
            FilterActionType.CalloutTerminating);
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.TerminatingDidNotDecide, callout, LayerV4);
        Assert.Equal(1, _lab.Engine.Drops.Total);
    }

    [Fact]
    [BreaksContract(ContractRule.AbsorbWithoutBlock)]
    public void AbsorbWithoutBlock_IsIgnored()
    {
        LabCallout callout = _lab.Callout(Layer, static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            o.Flags |= ClassifyOutFlags.Absorb;
        });
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.AbsorbWithoutBlock, callout, LayerV4);
        Assert.Equal(0, _lab.Packets.HeldPackets);
    }

    [Fact]
    [BreaksContract(ContractRule.BlockAtInformingLayer)]
    public void BlockAtInformingLayer_FlowEstablished()
    {
        LabCallout callout = _lab.Callout(
            "ALE_FLOW_ESTABLISHED", static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Block());
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.BlockAtInformingLayer, callout, "ALE_FLOW_ESTABLISHED_V4");
    }

    [Fact]
    [BreaksContract(ContractRule.EngineFlagChanged)]
    public void EngineFlagChanged_ByACallout()
    {
        LabCallout callout = _lab.Callout(Layer, static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            o.Flags |= ClassifyOutFlags.NoMoreData;
        });
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.EngineFlagChanged, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.TookWithoutRight)]
    public void TookWithoutRight_PendsWhatAHeavierCalloutPermittedForGood()
    {
        _lab.Callout(
            "ALE_AUTH_CONNECT",
            static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                o.Action = FilterActionType.Permit;
                o.Rights &= ~ClassifyRights.ActionWrite;
            },
            weight: 0x5000);
        LabCallout lighter = _lab.Callout("ALE_AUTH_CONNECT", static (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            if (m.CompletionHandle!.Pend(m).IsSuccess)
            {
                o.BlockAndAbsorb();
                m.CompletionHandle.Complete();
            }
        });
        _lab.Connect();
        _lab.AssertBroken(ContractRule.TookWithoutRight, lighter, "ALE_AUTH_CONNECT_V4");
    }

    [Fact]
    [BreaksContract(ContractRule.IrqlChanged)]
    public void IrqlChanged_RaisedAndNotLowered()
    {
        LabCallout callout = _lab.Callout(Layer, (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            _lab.Host.Kernel.CurrentProcessor.RaiseIrql(Irql.High);
            o.Continue();
        });
        Assert.Throws<BugCheckException>(() => _lab.SendDatagrams());
        _lab.AssertBroken(ContractRule.IrqlChanged, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.CalledAboveIrql)]
    public void CalledAboveIrql_RegistersInsideClassify()
    {
        LabCallout callout = null!;
        callout = _lab.Callout(Layer, (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            _lab.Engine.Callouts.Register(Guid.NewGuid(), callout, CalloutFlags.None, out uint _);
        });
        BugCheckException stop = Assert.Throws<BugCheckException>(() => _lab.SendDatagrams());
        Assert.Equal(BugCheckCode.IrqlNotLessOrEqual, stop.Code);
        _lab.AssertBroken(ContractRule.CalledAboveIrql, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.CalledTooLong)]
    public void CalledTooLong_MoreThanADpcMay()
    {
        LabCallout callout = _lab.Callout(Layer, (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            _lab.Host.Kernel.CurrentProcessor.Charge(100_001);
        });
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.CalledTooLong, callout, LayerV4);
    }

    [Fact]
    public void LongestCall_ThatADpcMay_IsNoViolation()
    {
        _lab.Callout(Layer, (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Continue();
            _lab.Host.Kernel.CurrentProcessor.Charge(100_000);
        });
        _lab.SendDatagrams();
        Assert.Empty(_lab.Engine.Contracts.Violations);
    }

    [Fact]
    public void Throw_StopsTheRunWithTheWholeText()
    {
        _lab.Engine.Contracts.Mode = ContractMode.Throw;
        _lab.Callout(
            Layer,
            static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Block(),
            FilterActionType.CalloutInspection);
        ContractViolationException stop = Assert.Throws<ContractViolationException>(() => _lab.SendDatagrams());
        Assert.Equal(stop.Violation.ToString(), stop.Message);
        Assert.Contains("FWP_ACTION_CALLOUT_INSPECTION: return FWP_ACTION_CONTINUE", stop.Message, StringComparison.Ordinal);
    }
}
