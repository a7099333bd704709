using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Rules of the stream layer.</summary>
public sealed class StreamRuleTests : IDisposable
{
    private const string Layer = "STREAM";
    private const string LayerV4 = "STREAM_V4";

    private readonly RuleLab _lab = new();
    private ulong _flow;

    public void Dispose() => _lab.Dispose();

    [Fact]
    [BreaksContract(ContractRule.NeedMoreDataMisuse)]
    public void NeedMoreDataMisuse_AlthoughTheDirectionEnded()
    {
        LabCallout callout = Inbound(static (StreamCalloutPacket packet, ref ClassifyOut _) =>
        {
            packet.Action = StreamAction.NeedMoreData;
            packet.BytesRequired = 10;
        });
        _lab.Lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync(new byte[3]);
            await client.ShutdownSendAsync();
            Assert.Equal(0, await server.ReadAsync(new byte[1]));
        });
        _lab.AssertBroken(ContractRule.NeedMoreDataMisuse, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.StreamBytesOutOfRange)]
    public void StreamBytesOutOfRange_MoreThanIndicated()
    {
        LabCallout callout = Inbound(static (StreamCalloutPacket packet, ref ClassifyOut o) =>
        {
            packet.BytesEnforced = packet.DataLength + 1;
            o.Action = FilterActionType.Permit;
        });
        _lab.SendText("text");
        _lab.AssertBroken(ContractRule.StreamBytesOutOfRange, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.DeferOutbound)]
    public void DeferOutbound_CannotBeDone()
    {
        LabCallout callout = _lab.Callout(Layer, static (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var packet = (StreamCalloutPacket)d!;
            o.Action = FilterActionType.Permit;
            packet.Action = packet.DataDirection == InspectionDirection.Outbound && packet.DataLength > 0 ? StreamAction.Defer : StreamAction.None;
        });
        _lab.Lab.WithConnection(async (client, server) =>
        {
            await server.WriteAsync(new byte[2]);
            await client.ReadExactlyAsync(new byte[2]);
        });
        _lab.AssertBroken(ContractRule.DeferOutbound, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.ContinueInsideClassify)]
    public void ContinueInsideClassify_IsRefused()
    {
        LabCallout callout = null!;
        callout = Inbound((StreamCalloutPacket _, ref ClassifyOut o) =>
        {
            Assert.Equal(NtStatus.InvalidDeviceRequest, _lab.Engine.Streams!.Continue(_flow, callout.Id, LayerId));
            o.Action = FilterActionType.Permit;
        });
        _lab.SendText("text");
        _lab.AssertBroken(ContractRule.ContinueInsideClassify, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.StreamInjectOutOfPlace)]
    public void StreamInjectOutOfPlace_OutsideOfCallsWhileInLine()
    {
        LabCallout callout = Inbound(static (StreamCalloutPacket _, ref ClassifyOut o) => o.Action = FilterActionType.Permit);
        _lab.SendText("text", () => Inject(callout, StreamInspectionFlags.Receive));
        _lab.AssertBroken(ContractRule.StreamInjectOutOfPlace, callout, LayerV4);
    }

    [Theory]
    [InlineData(StreamInspectionFlags.None)]
    [InlineData(StreamInspectionFlags.Receive | StreamInspectionFlags.Send)]
    [InlineData(StreamInspectionFlags.Receive | StreamInspectionFlags.ReceiveAbort)]
    [InlineData(StreamInspectionFlags.Send | StreamInspectionFlags.SendAbort)]
    [InlineData(StreamInspectionFlags.Send | StreamInspectionFlags.SendDisconnect)]
    [BreaksContract(ContractRule.StreamFlagsMisuse)]
    public void StreamFlagsMisuse_IsRefused(StreamInspectionFlags flags)
    {
        LabCallout callout = null!;
        callout = Inbound((StreamCalloutPacket _, ref ClassifyOut o) =>
        {
            Assert.Equal(NtStatus.InvalidParameter, Inject(callout, flags));
            o.Action = FilterActionType.Permit;
        });
        _lab.SendText("text");
        _lab.AssertBroken(ContractRule.StreamFlagsMisuse, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.StreamModeChanged)]
    public void StreamModeChanged_FromCopiesToInLine()
    {
        bool takesAll = true;
        LabCallout callout = Inbound((StreamCalloutPacket _, ref ClassifyOut o) => o.Action = takesAll ? FilterActionType.Block : FilterActionType.Permit);
        _lab.SendText(
            "text",
            () =>
            {
                Assert.Equal(NtStatus.Success, Inject(callout, StreamInspectionFlags.Receive));
                takesAll = false;
            },
            more: "more");
        _lab.AssertBroken(ContractRule.StreamModeChanged, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.StreamFilterRemovedBusy)]
    public void StreamFilterRemovedBusy_WhileItDefers()
    {
        LabCallout callout = Inbound(static (StreamCalloutPacket packet, ref ClassifyOut _) => packet.Action = StreamAction.Defer);
        _lab.SendText("text", () => _lab.Lab.Delete(_lab.Host, callout.FilterId), more: "more");
        _lab.AssertBroken(ContractRule.StreamFilterRemovedBusy, callout, LayerV4);
    }

    [Fact]
    [BreaksContract(ContractRule.StreamActionMissing)]
    public void StreamActionMissing_CountsAsContinue()
    {
        LabCallout callout = Inbound(static (StreamCalloutPacket _, ref ClassifyOut _) => { });
        _lab.Lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync(new byte[2]);
            await server.ReadExactlyAsync(new byte[2]);
        });
        _lab.AssertBroken(ContractRule.StreamActionMissing, callout, LayerV4);
    }

    [Fact]
    public void NeedMoreData_ByNothing_IsMisuse()
    {
        Inbound(static (StreamCalloutPacket packet, ref ClassifyOut o) =>
        {
            o.Action = FilterActionType.Permit;
            packet.Action = packet.DataLength < 3 ? StreamAction.NeedMoreData : StreamAction.None;
        });
        _lab.SendText("t", more: "ext");
        _lab.AssertBroken(ContractRule.NeedMoreDataMisuse);
    }

    private ushort LayerId => _lab.Lab.Layer(_lab.Host, Layer).Id;

    private delegate void Answer(StreamCalloutPacket packet, ref ClassifyOut output);

    // Inbound bytes are answered by the test, everything else passes.
    private LabCallout Inbound(Answer answer) =>
        _lab.Callout(Layer, (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var packet = (StreamCalloutPacket)d!;
            _flow = m.FlowHandle;
            if (packet.DataDirection == InspectionDirection.Inbound && packet.DataLength > 0)
            {
                answer(packet, ref o);
            }
            else
            {
                o.Action = FilterActionType.Permit;
            }
        });

    private NtStatus Inject(LabCallout callout, StreamInspectionFlags flags)
    {
        PacketInjection packets = _lab.Packets;
        Assert.True(packets.Allocate("new"u8, out NetBufferList? list).IsSuccess);
        NtStatus status = packets.StreamInject(callout.Handle, 0, _flow, callout.Id, LayerId, flags, list, 3, (l, _) => packets.Free(l));
        if (status.IsError)
        {
            packets.Free(list!);
        }

        return status;
    }
}
