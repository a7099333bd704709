using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>Sends packets for one address to another one; excerpts are in the guide.</summary>
internal sealed class RewriteCallout(PacketInjection packets, InjectionHandle handle, IpAddress destination) : ICallout
{
    // classifyFn at OUTBOUND_IPPACKET_V4: the data starts at the IP header
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        var list = (NetBufferList)layerData!;
        if (packets.QueryState(handle, list, out _) != InjectionState.NotInjected)   // FwpsQueryPacketInjectionState0
        {
            output.Permit(filter);
            return;
        }

        if (!output.CanWrite || packets.DeepClone(list, out NetBufferList? copy).IsError)   // FwpsAllocateDeepCloneNetBufferList0
        {
            return;
        }

        Edit(copy!);
        packets.NetworkSend(handle, null, metadata.CompartmentId, copy!, (sent, status) => packets.Free(sent));   // FwpsInjectNetworkSendAsync0
        output.BlockAndAbsorb();
    }

    private void Edit(NetBufferList list)
    {
        Span<byte> packet = list.FirstNetBuffer.GetWritable(list.FirstNetBuffer.DataLength);
        destination.WriteTo(packet[16..]);
        IPv4Header.FillChecksum(packet[..20]);
        packet[26] = packet[27] = 0;   // UDP over IPv4 may go without a checksum
        list.TransmitChecksum = default;
    }
}
