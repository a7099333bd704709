using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules.Drivers;

/// <summary>Sends a copy of every datagram that leaves in its place, as a NAT does.</summary>
internal sealed class Resender(FilterEngine engine, CalloutBug? bug) : LabDriver(engine, bug)
{
    private readonly InjectionHandle _other = engine.Injection!.CreateHandle(null, InjectionTypes.Transport, out _)!;

    protected override NtStatus AddPolicy() => Add(LayerId.OutboundIpPacketV4);

    protected override void OnClassify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ref ClassifyOut output)
    {
        var list = (NetBufferList)layerData!;
        output.Action = FilterActionType.Permit;
        if (!output.CanWrite || (!Has(CalloutBug.ResenderForgetsItsOwn) && Packets.QueryState(Handle!, list, out _) != InjectionState.NotInjected))
        {
            return;
        }

        if (Has(CalloutBug.ResenderChangesInPlace))
        {
            list.FirstNetBuffer.GetWritable(IPv4Header.Size)[8] ^= 1;
        }

        if (Has(CalloutBug.ResenderInjectsTheOriginal))
        {
            Packets.NetworkSend(Handle!, null, metadata.CompartmentId, list, static (_, _) => { });
            return;
        }

        Resend(list, metadata.CompartmentId, ref output);
        if (Has(CalloutBug.ResenderMovesTheDataStart))
        {
            list.FirstNetBuffer.Advance(1);
        }
    }

    private void Resend(NetBufferList list, uint compartment, ref ClassifyOut output)
    {
        if (Packets.DeepClone(list, out NetBufferList? copy).IsError)
        {
            return;
        }

        if (Has(CalloutBug.ResenderInjectsAtThePayload))
        {
            copy!.FirstNetBuffer.Advance(28);
        }

        InjectionHandle handle = Has(CalloutBug.ResenderUsesAnotherHandle) ? _other : Handle!;
        if (Packets.NetworkSend(handle, null, compartment, copy!, (l, _) => Packets.Free(l)).IsError)
        {
            Packets.Free(copy!);
            return;
        }

        if (Has(CalloutBug.ResenderInjectsTwice))
        {
            Packets.NetworkSend(handle, null, compartment, copy!, (l, _) => Packets.Free(l));
        }

        if (Has(CalloutBug.ResenderFreesAtOnce))
        {
            Packets.Free(copy!);
        }

        output.BlockAndAbsorb();
        output.Action = Has(CalloutBug.ResenderAbsorbsAndPermits) ? FilterActionType.Permit : FilterActionType.Block;
    }
}
