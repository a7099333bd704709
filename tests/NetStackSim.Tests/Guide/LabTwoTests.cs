using DiscardLogger;
using NetStackSim.Kernel;
using NetStackSim.Tests.Filters;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Guide;

/// <summary>What the teacher's part of <c>docs/labs/02-discard-logger.md</c> says.</summary>
public sealed class LabTwoTests : IDisposable
{
    private const ushort Refused = 80;
    private const ushort Closed = 81;

    private readonly FilterLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void TaskOne_EmptyDriver_LoadsAndUnloads()
    {
        DiscardLoggerDriver driver = new(_lab.B.Filters!);
        Assert.Equal(NtStatus.Success, _lab.B.Kernel.Io.LoadDriver("DiscardLogger", driver.Entry, out DriverObject? loaded));
        _lab.B.Kernel.Io.UnloadDriver(loaded!);
        Assert.Empty(driver.Counts);
    }

    [Fact]
    public void QuestionOne_SilenceIsRetriedFourTimes_ARefusalTwice()
    {
        (LayerTally transport, LayerTally accept) = (Watch("INBOUND_TRANSPORT"), Watch("ALE_AUTH_RECV_ACCEPT"));
        BlockPort();
        Assert.Equal((NtStatus.IoTimeout, NtStatus.ConnectionRefused), (Connect(Refused), Connect(Closed)));
        Assert.Equal((3, 0, 5, 5), (transport.Total, transport.Policy, accept.Total, accept.Policy));
    }

    [Fact]
    public void QuestionThree_BlockAtTheDiscardLayer_HidesTheClosedPort()
    {
        LayerTally transport = Watch("INBOUND_TRANSPORT");
        _lab.Filter(_lab.B, _lab.Discard(_lab.B, "INBOUND_TRANSPORT"), FilterActionType.Block, default, 0x9000);
        Assert.Equal(NtStatus.IoTimeout, Connect(Closed));
        Assert.Equal((5, 0), (transport.Total, transport.Policy));
    }

    [Fact]
    public void QuestionFour_AbsorbedPackets_AreInNoCount()
    {
        (LayerTally transport, LayerTally accept) = (Watch("INBOUND_TRANSPORT"), Watch("ALE_AUTH_RECV_ACCEPT"));
        _lab.Callout(
            _lab.B,
            "ALE_AUTH_RECV_ACCEPT",
            static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut output) => output.BlockAndAbsorb());
        Assert.Equal(NtStatus.IoTimeout, Connect(Refused));
        Assert.Equal((0, 0), (transport.Total, accept.Total));
        Assert.Equal(0, _lab.B.Filters!.Drops.Total);
    }

    [Fact]
    public void QuestionFive_InspectionThatBlocks_ChangesNothingAndIsReported()
    {
        _lab.Callout(
            _lab.B,
            _lab.Discard(_lab.B, "INBOUND_TRANSPORT"),
            static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut output) => output.Block(),
            FilterActionType.CalloutInspection);
        Assert.Equal(NtStatus.ConnectionRefused, Connect(Closed));
        Assert.Equal(ContractRule.InspectionDecided, _lab.B.Filters!.Contracts.Violations[0].Rule);
    }

    [Theory]
    [InlineData(FilterActionType.CalloutInspection, "STATUS_CONNECTION_REFUSED")]
    [InlineData(FilterActionType.CalloutTerminating, "STATUS_IO_TIMEOUT")]
    public void QuestionSix_CalloutThatIsNotRegistered_IsSkippedOrBlocks(FilterActionType action, string status)
    {
        EngineSession session = _lab.B.Filters!.Open();
        LayerSchema layer = _lab.Discard(_lab.B, "INBOUND_TRANSPORT");
        Guid key = new("7a1d3c55-0f5f-4a6e-8f0a-6d6f3c0b9a02");
        Assert.True(session.CalloutAdd(new Callout { Key = key, Name = "added only", ApplicableLayer = layer.Key }, out _).IsSuccess);
        _lab.Filter(_lab.B, layer, action, key, 0x9000);
        Assert.Equal(status, Connect(Closed).Name);
    }

    private LayerTally Watch(string layer)
    {
        LayerTally count = new(layer);
        _lab.Callout(
            _lab.B,
            _lab.Discard(_lab.B, layer),
            (ClassifyValues _, ref ClassifyMetadata metadata, object? _, RuntimeFilter _, ulong _, ref ClassifyOut output) =>
            {
                count.Total++;
                count.Policy += metadata.DiscardReason == GeneralDrop.FirewallPolicy ? 1 : 0;
                output.Continue();
            },
            FilterActionType.CalloutInspection);
        return count;
    }

    private void BlockPort() => _lab.Block(_lab.B, "ALE_AUTH_RECV_ACCEPT", ("IP_LOCAL_PORT", FwpValue.UInt16(Refused)));

    private NtStatus Connect(ushort port) => _lab.Network.Run(async () =>
    {
        await using SimTcpListener listener = _lab.B.Sockets.Listen(new Packets.IpEndpoint(_lab.Any, Refused));
        try
        {
            await using SimTcpStream stream = await _lab.A.Sockets.ConnectAsync(new Packets.IpEndpoint(_lab.B.Address, port));
            return NtStatus.Success;
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    });
}
