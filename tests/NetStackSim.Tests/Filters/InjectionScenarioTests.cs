using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Packets of callouts: clones, injection at every place, the history of injections, faults (scenarios 53, 54, 55).</summary>
public sealed class InjectionScenarioTests
{
    [Theory]
    [LabCases]
    public void Scenario53_CloneModifyReinject_OnlyTheChangedPacketLeaves(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.A.Filters!.Injection!;
        IpAddress fake = lab.Neighbour(99);
        Assert.True(lab.A.Stack.AddNeighbour(lab.A.Stack.Interfaces[1], fake, MacAddress.Parse("02-00-00-00-00-99")).IsSuccess);
        List<InjectionState> states = [];
        int completed = 0;
        LabCallout callout = null!;
        callout = lab.Callout(
            lab.A,
            "OUTBOUND_IPPACKET",
            (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                var list = (NetBufferList)d!;
                InjectionState state = packets.QueryState(callout.Handle, list, out object? context);
                states.Add(state);
                if (state == InjectionState.InjectedBySelf)
                {
                    Assert.Equal("nat", context);
                    o.Action = FilterActionType.Permit;
                    return;
                }

                Assert.Equal(NtStatus.Success, packets.DeepClone(list, out NetBufferList? clone));
                Rewrite(lab, clone!, lab.B.Address);
                Assert.Equal(NtStatus.Success, packets.NetworkSend(callout.Handle, "nat", m.CompartmentId, clone!, (l, status) =>
                {
                    Assert.Equal(NtStatus.Success, status);
                    completed++;
                    packets.Free(l);
                }));
                o.BlockAndAbsorb();
            },
            conditions: ("IP_REMOTE_ADDRESS", FwpValue.Address(fake)));
        LabCallout again = lab.Callout(lab.A, "OUTBOUND_IPPACKET", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            states.Add(packets.QueryState(callout.Handle, (NetBufferList)d!, out _));
            o.Continue();
        }, FilterActionType.CalloutInspection, conditions: ("IP_REMOTE_ADDRESS", FwpValue.Address(lab.B.Address)));
        int discards = 0;
        lab.Callout(lab.A, lab.Discard(lab.A, "OUTBOUND_IPPACKET"), (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            discards++;
            o.Continue();
        }, FilterActionType.CalloutInspection);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[5], new IpEndpoint(fake, 53));
            UdpReceiveResult received = await to.ReceiveFromAsync(new byte[10]);
            Assert.Equal((5, lab.A.Address), (received.Bytes, received.Remote.Address));
        });
        Assert.Equal([InjectionState.NotInjected, InjectionState.InjectedBySelf], states);
        Assert.Equal((1, 0, 0L, 0, 1), (completed, discards, lab.A.Filters.Drops.Total, packets.HeldPackets, again.Calls));
        Assert.Equal((0L, 0L), (lab.A.Filters.NetEvents.Total, lab.A.Kernel.Drops[GeneralDrop.FirewallPolicy]));
    }

    [Theory]
    [LabCases]
    public void Scenario53_SharedClone_HoldsTheAbsorbedPacketUntilItIsFreed(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.B.Filters!.Injection!;
        LabCallout callout = null!;
        NetBufferList? clone = null;
        NetBufferList? original = null;
        ClassifyMetadata facts = default;
        callout = lab.Callout(lab.B, "INBOUND_TRANSPORT", (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            original = (NetBufferList)d!;
            if (packets.QueryState(callout.Handle, original, out _) != InjectionState.NotInjected)
            {
                o.Action = FilterActionType.Permit;
                return;
            }

            facts = m;
            int headers = m.IpHeaderSize + m.TransportHeaderSize;
            original.FirstNetBuffer.Retreat(headers);
            Assert.Equal(NtStatus.Success, packets.Clone(original, out clone));
            original.FirstNetBuffer.Advance(headers);
            o.BlockAndAbsorb();
        }, conditions: ("IP_LOCAL_PORT", FwpValue.UInt16(53)));
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[5], to.LocalEndpoint);
            await Task.Delay(TimeSpan.FromMilliseconds(10), lab.Network.TimeProvider);
            Assert.Equal((1, 1), (packets.HeldPackets, original!.ChildCount));
            Assert.True(packets.TransportReceive(callout.Handle, null, facts.CompartmentId, 2, clone!, (l, _) => packets.FreeClone(l)).IsSuccess);
            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
        });
        Assert.Equal(0, packets.HeldPackets);
        Assert.Empty(lab.B.Filters.Contracts.Violations);
    }

    [Theory]
    [LabCases]
    public void Scenario54_ReferencedPacket_IsChangedAndInjectedLater(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.B.Filters!.Injection!;
        LabCallout callout = null!;
        NetBufferList? original = null;
        int headers = 0;
        callout = lab.Callout(lab.B, "INBOUND_TRANSPORT", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            if (packets.QueryState(callout.Handle, list, out _) != InjectionState.NotInjected)
            {
                o.Action = FilterActionType.Permit;
                return;
            }

            packets.Reference(list, intendToModify: true);
            original = list;
            headers = m.IpHeaderSize + m.TransportHeaderSize;
            o.BlockAndAbsorb();
        }, conditions: ("IP_LOCAL_PORT", FwpValue.UInt16(53)));
        int discards = 0;
        lab.Callout(lab.B, lab.Discard(lab.B, "INBOUND_TRANSPORT"), (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            discards++;
            o.Continue();
        }, FilterActionType.CalloutInspection);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync("before"u8.ToArray(), to.LocalEndpoint);
            await lab.Pause(100);
            Assert.Equal(1, packets.HeldPackets);
            original!.FirstNetBuffer.Retreat(headers);
            Assert.Equal(NtStatus.Success, packets.DeepClone(original, out NetBufferList? clone));
            original.FirstNetBuffer.Advance(headers);
            Span<byte> packet = clone!.FirstNetBuffer.GetWritable(clone.FirstNetBuffer.DataLength);
            "behind"u8.CopyTo(packet[headers..]);
            UdpHeader.FillChecksum(packet[lab.IpHeaderSize..], lab.A.Address, lab.B.Address);
            int completed = 0;
            Assert.Equal(NtStatus.Success, packets.TransportReceive(callout.Handle, null, 1, lab.B.Stack.Interfaces[1].Index, clone, (l, status) =>
            {
                Assert.Equal(NtStatus.Success, status);
                completed++;
                packets.Free(l);
                packets.Dereference(original);
            }));
            byte[] received = new byte[10];
            Assert.Equal(6, (await to.ReceiveFromAsync(received)).Bytes);
            Assert.Equal("behind"u8.ToArray(), received[..6]);
            Assert.Equal(1, completed);
        });
        Assert.Equal((0, 0, 0L), (packets.HeldPackets, discards, lab.B.Filters.NetEvents.Total));
        Assert.Empty(lab.B.Filters.Contracts.Violations);
    }

    [Theory]
    [LabCases]
    public void Scenario55_InjectionState_SelfOtherAndPreviously(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.B.Filters!.Injection!;
        List<(string Who, InjectionState State)> seen = [];
        LabCallout first = null!;
        LabCallout second = null!;
        first = lab.Callout(lab.B, "INBOUND_IPPACKET", (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            Reinject("first", first, v, m, (NetBufferList)d!, ref o), weight: 0x5000);
        second = lab.Callout(lab.B, "INBOUND_IPPACKET", (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            Reinject("second", second, v, m, (NetBufferList)d!, ref o), weight: 0x4000);
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[5], to.LocalEndpoint);
            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
        });
        Assert.Equal(
            [
                ("first", InjectionState.NotInjected),
                ("second", InjectionState.NotInjected),
                ("first", InjectionState.InjectedBySelf),
                ("second", InjectionState.InjectedByOther),
                ("first", InjectionState.PreviouslyInjectedBySelf),
                ("second", InjectionState.InjectedBySelf),
            ],
            seen);

        void Reinject(string who, LabCallout callout, ClassifyValues values, in ClassifyMetadata metadata, NetBufferList list, ref ClassifyOut output)
        {
            InjectionState state = packets.QueryState(callout.Handle, list, out _);
            seen.Add((who, state));
            bool mine = state is InjectionState.InjectedBySelf or InjectionState.PreviouslyInjectedBySelf;
            if (mine || !output.CanWrite)
            {
                output.Action = mine ? FilterActionType.Permit : FilterActionType.Continue;
                return;
            }

            list.FirstNetBuffer.Retreat(metadata.IpHeaderSize);
            packets.DeepClone(list, out NetBufferList? clone);
            list.FirstNetBuffer.Advance(metadata.IpHeaderSize);
            uint interfaceIndex = (uint)values[InboundIpPacketField.InterfaceIndex].Number;
            Assert.True(packets.NetworkReceive(callout.Handle, null, metadata.CompartmentId, interfaceIndex, clone!, (l, _) => packets.Free(l)).IsSuccess);
            output.BlockAndAbsorb();
        }
    }

    [Theory]
    [LabCases]
    public void Scenario55_TransportSend_PassesDatagramDataAgain_AndForwardIsSeenByNobody(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.A.Filters!.Injection!;
        LabCallout callout = null!;
        List<InjectionState> states = [];
        callout = lab.Callout(lab.A, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            states.Add(packets.QueryState(callout.Handle, list, out _));
            o.Action = FilterActionType.Permit;
            if (states.Count == 1)
            {
                packets.DeepClone(list, out NetBufferList? clone);
                Assert.True(packets.TransportSend(callout.Handle, null, new TransportSendArguments(), m.CompartmentId, clone!, (l, _) => packets.Free(l)).IsSuccess);
                o.BlockAndAbsorb();
            }
        });
        var sent = new LayerCount(lab, lab.A, "OUTBOUND_IPPACKET");
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 4000));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[5], to.LocalEndpoint);
            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
            Assert.Equal(1, sent.Calls);
            packets.Allocate(lab.Udp(lab.Neighbour(88), lab.B.Address, 53), out NetBufferList? forwarded);
            NtStatus done = NtStatus.Pending;
            NtStatus status = packets.Forward(callout.Handle, null, 1, lab.A.Stack.Interfaces[1].Index, forwarded!, (l, s) =>
            {
                done = s;
                packets.Free(l);
            });
            Assert.True(status.IsSuccess, status.Name);
            UdpReceiveResult received = await to.ReceiveFromAsync(new byte[10]);
            Assert.Equal((5, lab.Neighbour(88)), (received.Bytes, received.Remote.Address));
            Assert.Equal((NtStatus.Success, 1), (done, sent.Calls));
        });
        Assert.Equal([InjectionState.NotInjected, InjectionState.InjectedBySelf], states);
    }

    [Theory]
    [LabCases]
    public void Scenario55_TransportSend_EndpointAndControlData_AreToldAtTheReindication(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.A.Filters!.Injection!;
        byte[] control = new byte[24];
        (control[0], control[8], control[12], control[16]) = (20, (byte)(family == IpFamily.V4 ? 0 : 41), 21, 7);
        LabCallout callout = null!;
        List<(ulong Endpoint, uint Scope, byte[] Control)> told = [];
        callout = lab.Callout(lab.A, "DATAGRAM_DATA", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Action = FilterActionType.Permit;
            told.Add((m.TransportEndpointHandle, m.RemoteScopeId, m.Has(MetadataFields.TransportControlData) ? m.ControlData.ToArray() : []));
            if (told.Count == 1)
            {
                packets.DeepClone((NetBufferList)d!, out NetBufferList? clone);
                TransportSendArguments arguments = new() { EndpointHandle = m.TransportEndpointHandle + 100, RemoteScopeId = m.RemoteScopeId, ControlData = control };
                Assert.True(packets.TransportSend(callout.Handle, null, arguments, m.CompartmentId, clone!, (l, _) => packets.Free(l)).IsSuccess);
                o.BlockAndAbsorb();
            }
        });
        List<(ulong Endpoint, byte[] Control)> below = [];
        lab.Callout(lab.A, "OUTBOUND_TRANSPORT", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            o.Action = FilterActionType.Permit;
            if (((NetBufferList)d!).Network.Protocol == (byte)IpProtocol.Udp)
            {
                below.Add((m.TransportEndpointHandle, m.ControlData.ToArray()));
                Assert.Equal(7, ((NetBufferList)d!).Network.HopLimit);
            }
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 4000));
            await using SimUdpSocket to = lab.B.Sockets.OpenUdp(new IpEndpoint(lab.B.Address, 53));
            await from.SendToAsync(new byte[5], to.LocalEndpoint);
            Assert.Equal(5, (await to.ReceiveFromAsync(new byte[10])).Bytes);
        });

        Assert.Equal(2, told.Count);
        Assert.NotEqual(0UL, told[0].Endpoint);
        Assert.Empty(told[0].Control);
        Assert.Equal((told[0].Endpoint + 100, told[0].Scope), (told[1].Endpoint, told[1].Scope));
        Assert.Equal(control, told[1].Control);
        (ulong endpoint, byte[] data) = Assert.Single(below);
        Assert.Equal(told[1].Endpoint, endpoint);
        Assert.Equal(control, data);
    }

    [Theory]
    [LabCases]
    public void Scenario55_Handles_WrongTypeIsStaleAndDestroyWaitsForCompletions(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        FilterEngine engine = lab.A.Filters!;
        PacketInjection packets = engine.Injection!;
        InjectionHandle network = packets.CreateHandle(family, InjectionTypes.Network, out _)!;
        InjectionHandle transport = packets.CreateHandle(family, InjectionTypes.Transport, out _)!;
        packets.Allocate(lab.Udp(lab.A.Address, lab.B.Address, 9), out NetBufferList? list);
        int completed = 0;
        InjectionCompletion completion = (l, _) =>
        {
            completed++;
            packets.Free(l);
        };
        Assert.Equal(FwpStatus.InjectHandleStale, packets.NetworkSend(transport, null, 1, list!, completion));
        engine.Faults.Fail("FwpsInjectNetworkSendAsync0", 1, NtStatus.InsufficientResources);
        Assert.Equal(NtStatus.InsufficientResources, packets.NetworkSend(network, null, 1, list!, completion));
        lab.Network.Run(async () =>
        {
            Assert.True(packets.NetworkSend(network, null, 1, list!, completion).IsSuccess);
            ValueTask<NtStatus> destroying = packets.DestroyHandleAsync(network);
            Assert.False(destroying.IsCompleted);
            Assert.Equal(FwpStatus.InjectHandleClosing, packets.NetworkSend(network, null, 1, list!, completion));
            Assert.Equal(NtStatus.Success, await destroying);
        });
        Assert.Equal(1, completed);
        Assert.Equal(ContractRule.WrongInjectionHandle, Assert.Single(engine.Contracts.Violations).Rule);
    }

    [Theory]
    [LabCases]
    public void Loop_CalloutThatInjectsItsOwnPackets_IsStoppedAndNamed(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.B.Filters!.Injection!;
        LabCallout callout = null!;
        callout = lab.Callout(lab.B, "INBOUND_IPPACKET", (ClassifyValues v, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            list.FirstNetBuffer.Retreat(m.IpHeaderSize);
            packets.DeepClone(list, out NetBufferList? clone);
            list.FirstNetBuffer.Advance(m.IpHeaderSize);
            if (packets.NetworkReceive(callout.Handle, null, 1, (uint)v[InboundIpPacketField.InterfaceIndex].Number, clone!, (l, _) => packets.Free(l)).IsError)
            {
                packets.Free(clone!);
            }

            o.BlockAndAbsorb();
        });
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.A.Address, 0));
            await from.SendToAsync(new byte[5], new IpEndpoint(lab.B.Address, 53));
            await Task.Delay(TimeSpan.FromMilliseconds(10), lab.Network.TimeProvider);
        });
        Assert.Equal(ContractRule.ReinjectionLoop, Assert.Single(lab.B.Filters.Contracts.Violations).Rule);
        Assert.Equal(PacketInjection.LoopLimit + 1, callout.Calls);
    }

    [Theory]
    [LabCases]
    public void Scenario54_ConstructIpHeader_BuildsAndRebuilds(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        PacketInjection packets = lab.A.Filters!.Injection!;
        int headers = lab.IpHeaderSize;
        byte[] udp = new byte[12];
        UdpHeader.Write(udp, 9, 53, 12);
        packets.Allocate(udp, out NetBufferList? list);
        Assert.True(packets.ConstructIpHeader(list!, 0, lab.A.Address, lab.B.Address, IpProtocol.Udp).IsSuccess);
        Assert.Equal((headers + 12, lab.B.Address, 128), Header());
        IpAddress other = lab.Neighbour(77);
        Assert.True(packets.ConstructIpHeader(list!, headers, lab.A.Address, other, IpProtocol.Udp).IsSuccess);
        Assert.Equal((headers + 12, other, 128), Header());
        packets.Free(list!);

        (int Length, IpAddress Destination, int HopLimit) Header()
        {
            byte[] bytes = new byte[headers + 12];
            Assert.Equal(bytes.Length, list!.FirstNetBuffer.CopyTo(0, bytes));
            if (family == IpFamily.V6)
            {
                Assert.True(IPv6Header.TryParse(bytes, out IPv6Header six, out _));
                return (40 + six.PayloadLength, six.Destination, six.HopLimit);
            }

            Assert.True(IPv4Header.TryParse(bytes, out IPv4Header four, out _));
            Assert.True(InternetChecksum.IsValid(InternetChecksum.Sum(bytes.AsSpan(0, 20))));
            return (four.TotalLength, four.Destination, four.TimeToLive);
        }
    }

    private static void Rewrite(FilterLab lab, NetBufferList list, IpAddress destination)
    {
        Span<byte> packet = list.FirstNetBuffer.GetWritable(list.FirstNetBuffer.DataLength);
        destination.WriteTo(packet[(lab.Family == IpFamily.V4 ? 16 : 24)..]);
        if (lab.Family == IpFamily.V4)
        {
            IPv4Header.FillChecksum(packet[..20]);
        }

        UdpHeader.FillChecksum(packet[lab.IpHeaderSize..], lab.A.Address, destination);
        list.TransmitChecksum = default;
    }
}
