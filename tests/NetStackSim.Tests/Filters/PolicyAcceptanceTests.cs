using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Acceptance scenarios about policy, matching and arbitration, with traffic.</summary>
public sealed class PolicyAcceptanceTests
{
    [Theory]
    [LabCases]
    public void Scenario02_AtomicCommit_NoInstantAtWhichPort80IsRefused(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        EngineSession session = lab.A.Filters!.Open();
        LayerSchema layer = lab.Layer(lab.A, "ALE_AUTH_CONNECT");
        lab.Network.Run(async () =>
        {
            await using SimTcpListener web = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            await using SimTcpListener other = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 81));
            Assert.Equal(NtStatus.Success, session.TransactionBegin());
            Add(FilterActionType.Permit, [lab.On(lab.A, "ALE_AUTH_CONNECT", "IP_REMOTE_PORT", FwpMatchType.Equal, FwpValue.UInt16(80))]);
            Assert.Equal((NtStatus.Success, NtStatus.Success), await Both());
            Add(FilterActionType.Block, []);
            Assert.Equal((NtStatus.Success, NtStatus.Success), await Both());
            Assert.Equal(0, lab.A.Filters.Layer(layer.Id).FilterCount);
            Assert.Equal(NtStatus.Success, session.TransactionCommit());
            Assert.Equal((NtStatus.Success, NtStatus.AccessDenied), await Both());
        });

        void Add(FilterActionType action, FilterCondition[] conditions) => Assert.Equal(
            NtStatus.Success, session.FilterAdd(new Filter { Name = "f", LayerKey = layer.Key, Action = action, Conditions = conditions }, out _));

        async Task<(NtStatus Web, NtStatus Other)> Both() => (
            await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 80)), await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 81)));
    }

    [Theory]
    [LabCases]
    public void Scenario14_Flags_LoopbackPassesAndTheOtherHostIsBlocked(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Filter(
            lab.B,
            lab.Layer(lab.B, "INBOUND_TRANSPORT"),
            FilterActionType.Block,
            [lab.On(lab.B, "INBOUND_TRANSPORT", "FLAGS", FwpMatchType.FlagsNoneSet, FwpValue.UInt32(0x1)), lab.On(lab.B, "INBOUND_TRANSPORT", "IP_PROTOCOL", FwpMatchType.Equal, FwpValue.UInt8(6))]);
        lab.Network.Run(async () =>
        {
            await using SimTcpListener web = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Assert.Equal(NtStatus.IoTimeout, await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 80)));
            Assert.Equal(NtStatus.Success, await FilterLab.TryConnect(lab.B, new IpEndpoint(lab.Loopback, 80)));
        });
    }

    [Theory]
    [LabCases(0x1u, true)]
    [LabCases(0x800001u, true)]
    [LabCases(0x400001u, false)]
    [LabCases(0x5u, false)]
    public void Scenario14_Flags_AllSetOfTwoBitsRequiresBoth(IpFamily family, ClassifierKind classifier, uint flags, bool matches)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Filter(
            lab.B,
            lab.Layer(lab.B, "ALE_AUTH_CONNECT"),
            FilterActionType.Block,
            [lab.On(lab.B, "ALE_AUTH_CONNECT", "FLAGS", FwpMatchType.FlagsAllSet, FwpValue.UInt32(flags))]);
        lab.Network.Run(async () =>
        {
            await using SimTcpListener web = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Assert.Equal(matches ? NtStatus.AccessDenied : NtStatus.Success, await FilterLab.TryConnect(lab.B, new IpEndpoint(lab.Loopback, 80)));
        });
    }

    [Theory]
    [LabCases]
    public void Scenario17_EmptyField_WildcardBindHasNoAddress(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Block(lab.A, "ALE_RESOURCE_ASSIGNMENT", ("IP_LOCAL_ADDRESS", FwpValue.Address(lab.A.Address)));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket wildcard = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 9000));
            Assert.Equal(NtStatus.AccessDenied, Refused(lab.A.Address, 9001));
            lab.Block(lab.A, "ALE_RESOURCE_ASSIGNMENT");
            Assert.Equal(NtStatus.AccessDenied, Refused(lab.Any, 9002));
        });

        NtStatus Refused(IpAddress address, ushort port) =>
            Assert.Throws<SocketStatusException>(() => lab.A.Sockets.OpenUdp(new IpEndpoint(address, port))).Status;
    }

    [Theory]
    [LabCases]
    public void Scenario19_UserAndApp_OnlyThatPairConnects(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        Sid alice = Sid.Parse("S-1-5-21-1-2-3-1001");
        Sid bob = Sid.Parse("S-1-5-21-1-2-3-1002");
        const string Browser = @"\device\harddiskvolume3\program files\browser.exe";
        LayerSchema layer = lab.Layer(lab.A, "ALE_AUTH_CONNECT");
        FilterCondition app = new(FieldKeys.AleAppId, FwpMatchType.Equal, FwpValue.Of(FwpBlob.AppId(Browser)));
        FilterCondition user = new(FieldKeys.AleUserId, FwpMatchType.Equal, FwpValue.Of(SecurityDescriptor.Parse($"O:LSD:(A;;CC;;;{alice})")));
        lab.Filter(lab.A, layer, FilterActionType.Permit, [app, user]);
        ulong block = lab.Filter(lab.A, layer, FilterActionType.Block, []);
        ProcessTable processes = lab.A.Kernel.Processes;
        SimProcess right = processes.Start(Browser, SimToken.ForUser(alice));
        SimProcess wrongUser = processes.Start(Browser, SimToken.ForUser(bob));
        SimProcess wrongApp = processes.Start(@"\device\harddiskvolume3\other.exe", SimToken.ForUser(alice));
        lab.Network.Run(async () =>
        {
            await using SimTcpListener web = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            IpEndpoint target = new(lab.B.Address, 80);
            Assert.Equal(NtStatus.Success, await FilterLab.TryConnect(lab.A, target, right));
            Assert.Equal(NtStatus.AccessDenied, await FilterLab.TryConnect(lab.A, target, wrongUser));
            Assert.Equal(NtStatus.AccessDenied, await FilterLab.TryConnect(lab.A, target, wrongApp));
        });
        Assert.Equal([(block, bob), (block, alice)], FilterLab.Events(lab.A).Select(static e => (e.FilterId, e.User!)));
    }

    [Theory]
    [LabCases]
    public void Scenario20_SoftPermitLoses_DropNamesTheBlock(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        LayerSchema layer = lab.Layer(lab.B, "ALE_AUTH_RECV_ACCEPT");
        FilterCondition port = new(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(3389));
        ulong permitId = lab.Filter(lab.B, layer, FilterActionType.Permit, [port], lab.SubLayer(lab.B, 0x3000));
        ulong blockId = lab.Filter(lab.B, layer, FilterActionType.Block, [], lab.SubLayer(lab.B, 0x1000));
        lab.Network.Run(async () =>
        {
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 3389));
            Assert.Equal(NtStatus.IoTimeout, await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 3389)));
        });
        NetEvent dropped = FilterLab.Events(lab.B)[0];
        Assert.Equal((blockId, layer.Id, NetEventDirection.In), (dropped.FilterId, dropped.LayerId, dropped.Direction));
        Assert.Equal([(permitId, "FWP_ACTION_PERMIT"), (blockId, "FWP_ACTION_BLOCK")], dropped.Terminating.Select(static t => (t.FilterId, t.Action)));
    }

    [Theory]
    [LabCases]
    public void Scenario26_NoCrossLayer_SynNeverLeaves(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Filter(lab.A, lab.Layer(lab.A, "ALE_AUTH_CONNECT"), FilterActionType.Permit, [], flags: FilterFlags.ClearActionRight);
        ulong block = lab.Block(lab.A, "OUTBOUND_TRANSPORT", ("IP_PROTOCOL", FwpValue.UInt8(6)));
        LayerCount arrives = new(lab, lab.B, "INBOUND_TRANSPORT", ("IP_PROTOCOL", FwpValue.UInt8(6)));
        lab.Network.Run(async () =>
        {
            await using SimTcpListener web = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Assert.Equal(NtStatus.IoTimeout, await FilterLab.TryConnect(lab.A, new IpEndpoint(lab.B.Address, 80)));
        });
        Assert.Equal((0, 5L), (arrives.Calls, lab.A.Filters!.FindFilter(block)!.Hits));
    }
}
