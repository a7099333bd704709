using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace StreamEditor;

/// <summary>Replaces a pattern in byte streams, wherever TCP cut them.</summary>
internal sealed class ReplaceCallout(FilterEngine engine, InjectionHandle handle, byte[] pattern, byte[] replacement) : ICallout
{
    /// <summary>The run-time id of the registration.</summary>
    public uint Id { get; set; }

    /// <summary>How often the pattern was replaced.</summary>
    public int Replaced { get; private set; }

    /// <summary>classifyFn at STREAM_V4: what is certainly no match passes, a match gives way, what may become one waits.</summary>
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        var packet = (StreamCalloutPacket)layerData!;
        output.Action = FilterActionType.Permit;
        if (packet.DataDirection == InspectionDirection.Outbound || packet.DataLength == 0)
        {
            return;
        }

        byte[] bytes = new byte[packet.DataLength];
        packet.CopyTo(bytes);   // FwpsCopyStreamDataToBuffer0
        int at = bytes.AsSpan().IndexOf(pattern);
        if (at > 0)
        {
            // countBytesEnforced: the bytes in front of the match; the rest is indicated again at once.
            packet.BytesEnforced = at;
        }
        else if (at == 0)
        {
            Inject(metadata.FlowHandle, values.Layer.Id);
            packet.BytesEnforced = pattern.Length;
            output.Action = FilterActionType.Block;
        }
        else
        {
            HoldBack(packet, bytes, ref output);
        }
    }

    private void HoldBack(StreamCalloutPacket packet, ReadOnlySpan<byte> bytes, ref ClassifyOut output)
    {
        int begun = Math.Min(pattern.Length - 1, bytes.Length);
        while (begun > 0 && !bytes[^begun..].SequenceEqual(pattern.AsSpan(0, begun)))
        {
            begun--;
        }

        if (begun == 0 || (output.Flags & ClassifyOutFlags.NoMoreData) != 0)
        {
            return;
        }

        packet.BytesEnforced = bytes.Length - begun;
        if (packet.BytesEnforced == 0)
        {
            packet.Action = StreamAction.NeedMoreData;
            packet.BytesRequired = pattern.Length - begun;
            output.Action = FilterActionType.None;
        }
    }

    private void Inject(ulong flow, ushort layer)
    {
        PacketInjection injection = engine.Injection!;
        if (injection.Allocate(replacement, out NetBufferList? list).IsSuccess)   // FwpsAllocateNetBufferAndNetBufferList0
        {
            // FwpsStreamInjectAsync0, and FwpsFreeNetBufferList0 when it is complete.
            injection.StreamInject(handle, 0, flow, Id, layer, StreamInspectionFlags.Receive, list, replacement.Length, (l, _) => injection.Free(l));
            Replaced++;
        }
    }
}
