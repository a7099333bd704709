using System.Globalization;

namespace NetStackSim.Ndis;

/// <summary>Offloads between the registry and OID_TCP_OFFLOAD_PARAMETERS, whose numbers differ.</summary>
/// <remarks>
/// A keyword of a checksum is 0 off, 1 transmit, 2 receive, 3 both; the request has 1 off, 2 transmit, 3 receive, 4 both and 0 for "as it is". A switch is 0 and 1 in
/// the registry, 1 and 2 in the request.
/// </remarks>
public static class OffloadKeywords
{
    /// <summary>What the keyword of a checksum sets.</summary>
    /// <param name="value">"0" to "3"; anything else changes nothing.</param>
    public static ChecksumSetting ChecksumOf(string? value) => value switch
    {
        "0" => ChecksumSetting.Off,
        "1" => ChecksumSetting.TransmitOn,
        "2" => ChecksumSetting.ReceiveOn,
        "3" => ChecksumSetting.BothOn,
        _ => ChecksumSetting.NoChange,
    };

    /// <summary>What the keyword of a switch sets.</summary>
    /// <param name="value">"0" or "1"; anything else changes nothing.</param>
    public static OffloadSetting SwitchOf(string? value) => value switch
    {
        "0" => OffloadSetting.Off,
        "1" => OffloadSetting.On,
        _ => OffloadSetting.NoChange,
    };

    /// <summary>The request that brings an adapter to what its keywords say. A keyword of one protocol goes before the grouped one of TCP and UDP.</summary>
    /// <param name="settings">The registry of the adapter.</param>
    /// <param name="keywords">The keywords that its driver has; wrong values change nothing.</param>
    public static OffloadParameters Read(AdapterSettings settings, AdapterKeywords keywords)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(keywords);
        return new OffloadParameters
        {
            IPv4Checksum = ChecksumOf(Valid(StandardKeywords.IPChecksumOffloadIPv4)),
            TcpIPv4Checksum = ChecksumOf(Valid(StandardKeywords.TcpChecksumOffloadIPv4) ?? Valid(StandardKeywords.TcpUdpChecksumOffloadIPv4)),
            UdpIPv4Checksum = ChecksumOf(Valid(StandardKeywords.UdpChecksumOffloadIPv4) ?? Valid(StandardKeywords.TcpUdpChecksumOffloadIPv4)),
            TcpIPv6Checksum = ChecksumOf(Valid(StandardKeywords.TcpChecksumOffloadIPv6) ?? Valid(StandardKeywords.TcpUdpChecksumOffloadIPv6)),
            UdpIPv6Checksum = ChecksumOf(Valid(StandardKeywords.UdpChecksumOffloadIPv6) ?? Valid(StandardKeywords.TcpUdpChecksumOffloadIPv6)),
            LargeSendV1 = SwitchOf(Valid(StandardKeywords.LsoV1IPv4)),
            LargeSendV2IPv4 = SwitchOf(Valid(StandardKeywords.LsoV2IPv4)),
            LargeSendV2IPv6 = SwitchOf(Valid(StandardKeywords.LsoV2IPv6)),
            UdpSegmentationIPv4 = SwitchOf(Valid(StandardKeywords.UsoIPv4)),
            UdpSegmentationIPv6 = SwitchOf(Valid(StandardKeywords.UsoIPv6)),
            CoalesceIPv4 = SwitchOf(Valid(StandardKeywords.RscIPv4)),
            CoalesceIPv6 = SwitchOf(Valid(StandardKeywords.RscIPv6)),
        };

        string? Valid(string keyword) =>
            keywords.Find(keyword) is { } definition && settings.Read(keyword) is { } text && definition.TryValidate(text, out _) ? text : null;
    }

    /// <summary>Writes a change that was made at run time back to the registry, where the driver has a keyword for it.</summary>
    internal static void WriteBack(OffloadParameters change, AdapterSettings settings, AdapterKeywords keywords)
    {
        if (change.SkipRegistryUpdate)
        {
            return;
        }

        Write(StandardKeywords.IPChecksumOffloadIPv4, (int)change.IPv4Checksum);
        Write(StandardKeywords.TcpChecksumOffloadIPv4, (int)change.TcpIPv4Checksum);
        Write(StandardKeywords.UdpChecksumOffloadIPv4, (int)change.UdpIPv4Checksum);
        Write(StandardKeywords.TcpChecksumOffloadIPv6, (int)change.TcpIPv6Checksum);
        Write(StandardKeywords.UdpChecksumOffloadIPv6, (int)change.UdpIPv6Checksum);
        Write(StandardKeywords.LsoV1IPv4, (int)change.LargeSendV1);
        Write(StandardKeywords.LsoV2IPv4, (int)change.LargeSendV2IPv4);
        Write(StandardKeywords.LsoV2IPv6, (int)change.LargeSendV2IPv6);
        Write(StandardKeywords.UsoIPv4, (int)change.UdpSegmentationIPv4);
        Write(StandardKeywords.UsoIPv6, (int)change.UdpSegmentationIPv6);
        Write(StandardKeywords.RscIPv4, (int)change.CoalesceIPv4);
        Write(StandardKeywords.RscIPv6, (int)change.CoalesceIPv6);

        // The request counts from 1 what the keyword counts from 0; 0 of the request is "as it is".
        void Write(string keyword, int setting)
        {
            if (setting != 0 && keywords.Find(keyword) is not null)
            {
                settings.Write(keyword, (setting - 1).ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
