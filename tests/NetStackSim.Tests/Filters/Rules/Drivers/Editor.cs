using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules.Drivers;

/// <summary>Looks at streams in pieces of four bytes and replaces those that begin with 'x'.</summary>
internal sealed class Editor(FilterEngine engine, CalloutBug? bug) : LabDriver(engine, bug)
{
    private const int Piece = 4;

    protected override NtStatus AddPolicy() => Add(LayerId.StreamV4, FilterActionType.CalloutTerminating);

    protected override void OnClassify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ref ClassifyOut output)
    {
        var packet = (StreamCalloutPacket)layerData!;
        bool inbound = packet.DataDirection == InspectionDirection.Inbound;
        output.Action = Has(CalloutBug.EditorForgetsItsAnswer) ? FilterActionType.None : FilterActionType.Permit;
        if (packet.DataLength == 0)
        {
            return;
        }

        if (Has(CalloutBug.EditorDefersSends) && !inbound)
        {
            packet.Action = StreamAction.Defer;
            return;
        }

        if (Has(CalloutBug.EditorContinuesAtOnce) && inbound)
        {
            Engine.Streams!.Continue(metadata.FlowHandle, Id, values.Layer.Id);
        }

        bool last = (output.Flags & (ClassifyOutFlags.NoMoreData | ClassifyOutFlags.BufferLimitReached)) != 0;
        if (packet.DataLength < Piece && (!last || Has(CalloutBug.EditorAsksAfterTheEnd)))
        {
            packet.Action = StreamAction.NeedMoreData;
            packet.BytesRequired = Piece - packet.DataLength;
            return;
        }

        Edit(packet, metadata.FlowHandle, values.Layer.Id, inbound, ref output);
    }

    private void Edit(StreamCalloutPacket packet, ulong flow, ushort layer, bool inbound, ref ClassifyOut output)
    {
        Span<byte> bytes = stackalloc byte[Piece];
        int length = packet.CopyTo(bytes);
        packet.BytesEnforced = length + (Has(CalloutBug.EditorEnforcesTooMuch) ? packet.DataLength : 0);
        if (bytes[0] != (byte)'x' || Packets.Allocate("<new>"u8, out NetBufferList? list).IsError)
        {
            return;
        }

        StreamInspectionFlags flags = inbound ? StreamInspectionFlags.Receive : StreamInspectionFlags.Send;
        flags |= Has(CalloutBug.EditorInjectsBothWays) ? StreamInspectionFlags.Receive | StreamInspectionFlags.Send : 0;
        if (Packets.StreamInject(Handle!, 0, flow, Id, layer, flags, list, 5, (l, _) => Packets.Free(l)).IsError)
        {
            Packets.Free(list!);
            return;
        }

        output.Action = FilterActionType.Block;
    }
}
