using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace PacketInspector;

/// <summary>Reads every packet that arrives: goes back to the IP header, looks, and leaves the list as it was.</summary>
internal sealed class InspectorCallout : ICallout
{
    private readonly SortedDictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Packets by protocol and hop limit.</summary>
    public IReadOnlyDictionary<string, int> Seen => _seen;

    /// <summary>classifyFn at INBOUND_TRANSPORT_V4: the data starts behind both headers.</summary>
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        output.Continue();
        if (layerData is not NetBufferList list || !metadata.Has(MetadataFields.IpHeaderSize))
        {
            return;
        }

        // An ICMP packet is shown at its own header; the others behind it.
        bool isIcmp = (byte)values[InboundTransportField.IpProtocol].Number == (byte)IpProtocol.Icmp;
        int headers = metadata.IpHeaderSize + (isIcmp ? 0 : metadata.TransportHeaderSize);
        NetBuffer buffer = list.FirstNetBuffer;
        if (!buffer.Retreat(headers).IsSuccess)
        {
            return;
        }

        Span<byte> scratch = stackalloc byte[IPv4Header.MaximumSize];
        if (buffer.TryGetContiguous(Math.Min(buffer.DataLength, scratch.Length), scratch, out ReadOnlySpan<byte> data)
            && IPv4Header.TryParse(data, out IPv4Header header))
        {
            string what = $"{header.Protocol} from {header.Source}, hop limit {header.TimeToLive}";
            _seen[what] = _seen.GetValueOrDefault(what) + 1;
        }

        // Forget this line and the engine names the rule: DataOffsetNotRestored.
        buffer.Advance(headers);
    }
}
