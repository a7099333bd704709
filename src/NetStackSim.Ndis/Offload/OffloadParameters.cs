namespace NetStackSim.Ndis;

/// <summary>A change of offloads at run time (NDIS_OFFLOAD_PARAMETERS, OID_TCP_OFFLOAD_PARAMETERS). Fields left at NoChange keep their setting.</summary>
public sealed partial record OffloadParameters
{
    /// <summary>IPv4 header checksum.</summary>
    public ChecksumSetting IPv4Checksum { get; init; }

    /// <summary>TCP over IPv4.</summary>
    public ChecksumSetting TcpIPv4Checksum { get; init; }

    /// <summary>UDP over IPv4.</summary>
    public ChecksumSetting UdpIPv4Checksum { get; init; }

    /// <summary>TCP over IPv6.</summary>
    public ChecksumSetting TcpIPv6Checksum { get; init; }

    /// <summary>UDP over IPv6.</summary>
    public ChecksumSetting UdpIPv6Checksum { get; init; }

    /// <summary>Large send version 1.</summary>
    public OffloadSetting LargeSendV1 { get; init; }

    /// <summary>Large send version 2 over IPv4.</summary>
    public OffloadSetting LargeSendV2IPv4 { get; init; }

    /// <summary>Large send version 2 over IPv6.</summary>
    public OffloadSetting LargeSendV2IPv6 { get; init; }

    /// <summary>Receive segment coalescing over IPv4.</summary>
    public OffloadSetting CoalesceIPv4 { get; init; }

    /// <summary>Receive segment coalescing over IPv6.</summary>
    public OffloadSetting CoalesceIPv6 { get; init; }

    /// <summary>UDP receive segment coalescing (UdpRsc).</summary>
    public OffloadSetting CoalesceUdp { get; init; }

    /// <summary>UDP segmentation over IPv4.</summary>
    public OffloadSetting UdpSegmentationIPv4 { get; init; }

    /// <summary>UDP segmentation over IPv6.</summary>
    public OffloadSetting UdpSegmentationIPv6 { get; init; }

    /// <summary>NDIS_OFFLOAD_PARAMETERS_SKIP_REGISTRY_UPDATE: the change holds until the adapter starts again; otherwise NDIS writes the keywords of the adapter.</summary>
    public bool SkipRegistryUpdate { get; init; }

    /// <summary>Applies the change to a configuration, within what the hardware can do.</summary>
    /// <param name="current">The configuration that is on.</param>
    /// <param name="hardware">What the hardware can do.</param>
    /// <param name="changed">The new configuration; equal to <paramref name="current"/> when the change is refused.</param>
    /// <returns>False when something is switched on that the hardware cannot do (InvalidParameter).</returns>
    public bool TryApply(OffloadCapabilities current, OffloadCapabilities hardware, out OffloadCapabilities changed)
    {
        ChecksumOffloads tasks = current.Checksum;
        bool possible = ApplyChecksum(ref tasks, hardware, IPv4Checksum, ChecksumOffloads.TransmitIPv4Header, ChecksumOffloads.ReceiveIPv4Header)
            & ApplyChecksum(ref tasks, hardware, TcpIPv4Checksum, ChecksumOffloads.TransmitTcpIPv4, ChecksumOffloads.ReceiveTcpIPv4)
            & ApplyChecksum(ref tasks, hardware, UdpIPv4Checksum, ChecksumOffloads.TransmitUdpIPv4, ChecksumOffloads.ReceiveUdpIPv4)
            & ApplyChecksum(ref tasks, hardware, TcpIPv6Checksum, ChecksumOffloads.TransmitTcpIPv6, ChecksumOffloads.ReceiveTcpIPv6)
            & ApplyChecksum(ref tasks, hardware, UdpIPv6Checksum, ChecksumOffloads.TransmitUdpIPv6, ChecksumOffloads.ReceiveUdpIPv6);

        OffloadCapabilities result = current with
        {
            Checksum = tasks,
            LargeSendV1 = Segmentation(LargeSendV1, current.LargeSendV1, hardware.LargeSendV1, ref possible),
            LargeSendV2IPv4 = Segmentation(LargeSendV2IPv4, current.LargeSendV2IPv4, hardware.LargeSendV2IPv4, ref possible),
            LargeSendV2IPv6 = Segmentation(LargeSendV2IPv6, current.LargeSendV2IPv6, hardware.LargeSendV2IPv6, ref possible),
            UdpSegmentationIPv4 = Segmentation(UdpSegmentationIPv4, current.UdpSegmentationIPv4, hardware.UdpSegmentationIPv4, ref possible),
            UdpSegmentationIPv6 = Segmentation(UdpSegmentationIPv6, current.UdpSegmentationIPv6, hardware.UdpSegmentationIPv6, ref possible),
            CoalesceIPv4 = Switch(CoalesceIPv4, current.CoalesceIPv4, hardware.CoalesceIPv4, ref possible),
            CoalesceIPv6 = Switch(CoalesceIPv6, current.CoalesceIPv6, hardware.CoalesceIPv6, ref possible),
            CoalesceUdp = Switch(CoalesceUdp, current.CoalesceUdp, hardware.CoalesceUdp, ref possible),
        };
        changed = possible ? result : current;
        return possible;
    }

    private static bool ApplyChecksum(
        ref ChecksumOffloads tasks, OffloadCapabilities hardware, ChecksumSetting setting, ChecksumOffloads transmit, ChecksumOffloads receive)
    {
        if (setting == ChecksumSetting.NoChange)
        {
            return true;
        }

        ChecksumOffloads wanted = setting switch
        {
            ChecksumSetting.TransmitOn => transmit,
            ChecksumSetting.ReceiveOn => receive,
            ChecksumSetting.BothOn => transmit | receive,
            _ => ChecksumOffloads.None,
        };
        tasks = (tasks & ~(transmit | receive)) | wanted;
        return hardware.Has(wanted);
    }

    private static SegmentationCapability Segmentation(
        OffloadSetting setting, SegmentationCapability current, SegmentationCapability hardware, ref bool possible)
    {
        if (setting == OffloadSetting.On)
        {
            possible &= hardware.IsSupported;
            return hardware;
        }

        return setting == OffloadSetting.Off ? default : current;
    }

    private static bool Switch(OffloadSetting setting, bool current, bool hardware, ref bool possible)
    {
        if (setting == OffloadSetting.On)
        {
            possible &= hardware;
            return true;
        }

        return setting != OffloadSetting.Off && current;
    }
}
