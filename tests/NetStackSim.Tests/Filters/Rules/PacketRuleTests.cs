using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Rules of packets: what a callout may do with what it was shown, with its clones and with injections.</summary>
public sealed class PacketRuleTests : IDisposable
{
    private const string Layer = "DATAGRAM_DATA";
    private const string LayerV4 = "DATAGRAM_DATA_V4";

    private readonly RuleLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    [BreaksContract(ContractRule.DataOffsetNotRestored)]
    public void DataOffsetNotRestored_AlsoOfAnAbsorbedPacket() =>
        Break(ContractRule.DataOffsetNotRestored, static (NetBufferList list, ref ClassifyOut o) =>
        {
            list.FirstNetBuffer.Advance(1);
            o.BlockAndAbsorb();
        });

    [Fact]
    [BreaksContract(ContractRule.DataChangedInPlace)]
    public void DataChangedInPlace_WithoutAClone()
    {
        _lab.Host.Kernel.Verifier!.RecordsStacks = true;
        Break(ContractRule.DataChangedInPlace, static (NetBufferList list, ref ClassifyOut o) =>
        {
            list.FirstNetBuffer.GetWritable(1)[0] ^= 1;
            o.Continue();
        });
    }

    [Fact]
    [BreaksContract(ContractRule.ListUsedAfterCall)]
    public void ListUsedAfterCall_WithoutAReference()
    {
        NetBufferList? kept = null;
        LabCallout callout = _lab.Callout(Layer, (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            kept = (NetBufferList)d!;
            o.Block();
        });
        _lab.SendDatagrams();
        Assert.Equal(NtStatus.InvalidParameter, _lab.Packets.Clone(kept!, out NetBufferList? clone));
        Assert.Null(clone);
        Assert.Equal(1, callout.Calls);
        _lab.AssertBroken(ContractRule.ListUsedAfterCall);
    }

    [Fact]
    [BreaksContract(ContractRule.ListKeptWithoutAbsorb)]
    public void ListKeptWithoutAbsorb_ByAReference() =>
        Break(ContractRule.ListKeptWithoutAbsorb, (NetBufferList list, ref ClassifyOut o) =>
        {
            _lab.Packets.Reference(list, intendToModify: false);
            o.Continue();
        });

    [Fact]
    [BreaksContract(ContractRule.DereferencedWithoutReference)]
    public void DereferencedWithoutReference_OnceTooOften() =>
        Break(ContractRule.DereferencedWithoutReference, (NetBufferList list, ref ClassifyOut o) =>
        {
            _lab.Packets.Reference(list, intendToModify: false);
            _lab.Packets.Dereference(list);
            _lab.Packets.Dereference(list);
            o.Continue();
        });

    [Fact]
    [BreaksContract(ContractRule.CloneFreedModified)]
    public void CloneFreedModified_WithAnotherStart() =>
        Break(ContractRule.CloneFreedModified, (NetBufferList list, ref ClassifyOut o) =>
        {
            Assert.True(_lab.Packets.Clone(list, out NetBufferList? clone).IsSuccess);
            clone!.FirstNetBuffer.Advance(1);
            _lab.Packets.FreeClone(clone);
            o.Continue();
        });

    [Fact]
    [BreaksContract(ContractRule.BatchedListKept)]
    public void BatchedListKept_ByAClone() => Break(
        ContractRule.BatchedListKept,
        (NetBufferList list, ref ClassifyOut o) =>
        {
            Assert.Equal(NtStatus.InvalidParameter, _lab.Packets.Clone(list, out _));
            _lab.Packets.Reference(list, intendToModify: false);
            o.Continue();
        },
        CalloutFlags.AllowL2BatchClassify);

    [Fact]
    [BreaksContract(ContractRule.ListNotFreed)]
    public void ListNotFreed_BeforeTheCalloutGoes()
    {
        NetBufferList? clone = null;
        LabCallout callout = _lab.Callout(Layer, (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            Assert.True(_lab.Packets.Clone((NetBufferList)d!, out clone).IsSuccess);
            o.BlockAndAbsorb();
        });
        _lab.SendDatagrams();
        Assert.Equal(NtStatus.Success, _lab.Engine.Callouts.Unregister(callout.Key));
        _lab.AssertBroken(ContractRule.ListNotFreed, callout, LayerV4);
        Assert.Equal(1, _lab.Packets.HeldPackets);
        _lab.Packets.FreeClone(clone!);
        Assert.Equal(0, _lab.Packets.HeldPackets);
    }

    [Fact]
    [BreaksContract(ContractRule.ListFreedInFlight)]
    public void ListFreedInFlight_IsNotFreedTwice()
    {
        int completed = 0;
        Inject((handle, list) =>
        {
            Assert.True(_lab.Packets.NetworkSend(handle, null, 1, list, (l, _) =>
            {
                completed++;
                _lab.Packets.Free(l);
            }).IsSuccess);
            _lab.Packets.Free(list);
        });
        _lab.AssertBroken(ContractRule.ListFreedInFlight);
        Assert.Equal(1, completed);
    }

    [Fact]
    [BreaksContract(ContractRule.ListInjectedTwice)]
    public void ListInjectedTwice_TheSecondIsRefused()
    {
        int completed = 0;
        Inject((handle, list) =>
        {
            InjectionCompletion done = (l, _) =>
            {
                completed++;
                _lab.Packets.Free(l);
            };
            Assert.True(_lab.Packets.NetworkSend(handle, null, 1, list, done).IsSuccess);
            Assert.Equal(NtStatus.InvalidParameter, _lab.Packets.NetworkSend(handle, null, 1, list, done));
            Assert.Equal(NtStatus.InvalidParameter, _lab.Packets.TransportSend(handle, null, new TransportSendArguments(), 1, list, done));
        });
        _lab.AssertBroken(ContractRule.ListInjectedTwice);
        Assert.Equal(1, completed);
    }

    [Fact]
    [BreaksContract(ContractRule.OriginalInjected)]
    public void OriginalInjected_InsteadOfAClone()
    {
        LabCallout callout = null!;
        callout = _lab.Callout("INBOUND_IPPACKET", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            list.FirstNetBuffer.Retreat(m.IpHeaderSize);
            Assert.Equal(NtStatus.InvalidParameter, _lab.Packets.NetworkReceive(callout.Handle, null, 1, 2, list, static (_, _) => { }));
            list.FirstNetBuffer.Advance(m.IpHeaderSize);
            o.Continue();
        });
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.OriginalInjected, callout, "INBOUND_IPPACKET_V4");
    }

    [Fact]
    [BreaksContract(ContractRule.InjectedBeforeAle)]
    public void InjectedBeforeAle_FromTheTransportLayer()
    {
        _lab.Callout(
            "ALE_AUTH_RECV_ACCEPT", static (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Continue());
        LabCallout callout = null!;
        callout = _lab.Callout("INBOUND_TRANSPORT", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            o.Continue();
            if (m.Has(MetadataFields.AleClassifyRequired) && _lab.Packets.QueryState(callout.Handle, list, out _) == InjectionState.NotInjected)
            {
                int headers = m.IpHeaderSize + m.TransportHeaderSize;
                list.FirstNetBuffer.Retreat(headers);
                Assert.True(_lab.Packets.Clone(list, out NetBufferList? clone).IsSuccess);
                list.FirstNetBuffer.Advance(headers);
                Assert.True(_lab.Packets.TransportReceive(callout.Handle, null, 1, 2, clone!, (l, _) => _lab.Packets.FreeClone(l)).IsSuccess);
                o.BlockAndAbsorb();
            }
        });
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.InjectedBeforeAle, callout, "INBOUND_TRANSPORT_V4");
    }

    [Fact]
    [BreaksContract(ContractRule.InlineTcpInjection)]
    public void InlineTcpInjection_FromOutboundTransport()
    {
        LabCallout callout = null!;
        callout = _lab.Callout("OUTBOUND_TRANSPORT", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            o.Continue();
            if (list.Network.Protocol == (byte)IpProtocol.Tcp && _lab.Packets.QueryState(callout.Handle, list, out _) == InjectionState.NotInjected)
            {
                Assert.True(_lab.Packets.DeepClone(list, out NetBufferList? clone).IsSuccess);
                Assert.True(_lab.Packets.TransportSend(callout.Handle, null, new TransportSendArguments(), 1, clone!, (l, _) => _lab.Packets.Free(l)).IsSuccess);
                o.BlockAndAbsorb();
            }
        });
        Assert.Equal(NtStatus.Success, _lab.Connect());
        _lab.AssertBroken(ContractRule.InlineTcpInjection, callout, "OUTBOUND_TRANSPORT_V4");
    }

    [Fact]
    [BreaksContract(ContractRule.InjectedDataMisplaced)]
    public void InjectedDataMisplaced_NoIpHeader()
    {
        InjectionHandle handle = _lab.Packets.CreateHandle(null, InjectionTypes.Network, out _)!;
        Assert.True(_lab.Packets.Allocate(new byte[28], out NetBufferList? list).IsSuccess);
        Assert.Equal(NtStatus.InvalidParameter, _lab.Packets.NetworkSend(handle, null, 1, list!, static (_, _) => { }));
        _lab.Packets.Free(list!);
        _lab.AssertBroken(ContractRule.InjectedDataMisplaced);
    }

    [Fact]
    [BreaksContract(ContractRule.WrongInjectionHandle)]
    public void WrongInjectionHandle_OfAnotherTypeFamilyOrDestroyed()
    {
        InjectionHandle transport = _lab.Packets.CreateHandle(null, InjectionTypes.Transport, out _)!;
        InjectionHandle v6 = _lab.Packets.CreateHandle(IpFamily.V6, InjectionTypes.Network, out _)!;
        Inject((destroyed, list) =>
        {
            Assert.True(_lab.Packets.DestroyHandleAsync(destroyed).IsCompletedSuccessfully);
            Assert.True(destroyed.IsDestroyed);
            foreach (InjectionHandle wrong in (InjectionHandle[])[transport, v6, destroyed])
            {
                Assert.Equal(FwpStatus.InjectHandleStale, _lab.Packets.NetworkSend(wrong, null, 1, list, static (_, _) => { }));
            }

            _lab.Packets.Free(list);
        });
        _lab.AssertBroken(ContractRule.WrongInjectionHandle);
        Assert.Equal(3, _lab.Engine.Contracts.Count);
    }

    [Fact]
    [BreaksContract(ContractRule.ReinjectionLoop)]
    public void ReinjectionLoop_DoesNotAskWhoInjected()
    {
        LabCallout callout = null!;
        callout = _lab.Callout("INBOUND_IPPACKET", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var list = (NetBufferList)d!;
            list.FirstNetBuffer.Retreat(m.IpHeaderSize);
            Assert.True(_lab.Packets.DeepClone(list, out NetBufferList? clone).IsSuccess);
            list.FirstNetBuffer.Advance(m.IpHeaderSize);
            if (_lab.Packets.NetworkReceive(callout.Handle, null, 1, 2, clone!, (l, _) => _lab.Packets.Free(l)).IsError)
            {
                _lab.Packets.Free(clone!);
            }

            o.BlockAndAbsorb();
        });
        _lab.SendDatagrams();
        _lab.AssertBroken(ContractRule.ReinjectionLoop, callout, "INBOUND_IPPACKET_V4");
    }

    private delegate void Mistake(NetBufferList list, ref ClassifyOut output);

    private void Break(ContractRule rule, Mistake mistake, CalloutFlags flags = CalloutFlags.None)
    {
        LabCallout callout = _lab.Callout(
            Layer,
            (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) => mistake((NetBufferList)d!, ref o),
            flags: flags);
        _lab.SendDatagrams();
        _lab.AssertBroken(rule, callout, LayerV4);
        Assert.Equal(1, callout.Calls);
    }

    private void Inject(Action<InjectionHandle, NetBufferList> body)
    {
        byte[] packet = new byte[28];
        IPv4Header.Write(packet, _lab.Host.Address, _lab.Lab.A.Address, IpProtocol.Udp, 28);
        UdpHeader.Write(packet.AsSpan(20), 9, 9, 8);
        InjectionHandle handle = _lab.Packets.CreateHandle(null, InjectionTypes.Network | InjectionTypes.Transport, out _)!;
        Assert.True(_lab.Packets.Allocate(packet, out NetBufferList? list).IsSuccess);
        body(handle, list!);
        _lab.Lab.Network.Run(async () => await Task.Delay(TimeSpan.FromMilliseconds(10), _lab.Lab.Network.TimeProvider));
    }
}
