using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules.Drivers;

/// <summary>Keeps every datagram that arrives, and lets a worker inject its clone, as an inspector out of band does.</summary>
internal sealed class Holder(FilterEngine engine, CalloutBug? bug) : LabDriver(engine, bug)
{
    private readonly Queue<Kept> _kept = new();

    internal override void Work()
    {
        while (_kept.TryDequeue(out Kept one))
        {
            Reinject(one);
            if (!Has(CalloutBug.HolderNeverDereferences))
            {
                Packets.Dereference(one.List);
            }

            if (Has(CalloutBug.HolderDereferencesTwice))
            {
                Packets.Dereference(one.List);
            }
        }
    }

    protected override NtStatus AddPolicy() => Add(LayerId.DatagramDataV4);

    protected override void LetGo() => Work();

    protected override void OnClassify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ref ClassifyOut output)
    {
        var list = (NetBufferList)layerData!;
        output.Action = FilterActionType.Permit;
        bool inbound = values[DatagramDataField.Direction].Number == (ulong)Transport.InspectionDirection.Inbound;
        if (!inbound || !output.CanWrite || Packets.QueryState(Handle!, list, out _) != InjectionState.NotInjected)
        {
            return;
        }

        if (!Has(CalloutBug.HolderForgetsTheReference))
        {
            Packets.Reference(list, intendToModify: false);
        }

        _kept.Enqueue(new Kept(
            list,
            list.FirstNetBuffer.DataOffset,
            metadata.IpHeaderSize + metadata.TransportHeaderSize,
            (uint)values[DatagramDataField.InterfaceIndex].Number));
        if (!Has(CalloutBug.HolderForgetsToAbsorb))
        {
            output.BlockAndAbsorb();
        }
    }

    private void Reinject(in Kept kept)
    {
        // The stack may have gone back to the transport header meanwhile, as on Windows.
        int headers = Has(CalloutBug.HolderForgetsTheReference) ? 0 : kept.Headers - (kept.Offset - kept.List.FirstNetBuffer.DataOffset);
        kept.List.FirstNetBuffer.Retreat(headers);
        NtStatus status = Packets.Clone(kept.List, out NetBufferList? clone);
        kept.List.FirstNetBuffer.Advance(headers);
        if (status.IsSuccess && Packets.TransportReceive(Handle!, null, 1, kept.Interface, clone!, (l, _) => Free(l)).IsError)
        {
            Packets.FreeClone(clone!);
        }
    }

    private void Free(NetBufferList clone)
    {
        clone.FirstNetBuffer.Advance(Has(CalloutBug.HolderMovesItsClone) ? 1 : 0);
        Packets.FreeClone(clone);
    }

    private readonly record struct Kept(NetBufferList List, int Offset, int Headers, uint Interface);
}
