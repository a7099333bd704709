using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.TcpIp;

/// <summary>How TCP/IP sets receive-side scaling of an adapter: the processors from the first on, each with the same share of the indirection table.</summary>
internal static class ReceiveScaling
{
    private const int MaximumProcessors = 16;

    /// <summary>Makes the parameters of a host for an adapter.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="capabilities">What the adapter can do; null for nothing.</param>
    /// <returns>The parameters; null where there is nothing to spread: one processor, one queue, another hash function.</returns>
    internal static ReceiveScaleParameters? Make(SimKernel kernel, ReceiveScaleCapabilities? capabilities)
    {
        if (capabilities is null || (capabilities.Flags & RssCapabilityFlags.Toeplitz) == 0)
        {
            return null;
        }

        int processors = (int)Math.Min(Math.Min(capabilities.ReceiveQueues, (uint)kernel.Processors.Length), MaximumProcessors);
        int entries = Math.Min((int)capabilities.IndirectionTableEntries, ReceiveScaleParameters.MaximumTableEntries);
        if (processors < 2 || entries < 2)
        {
            return null;
        }

        byte[] key = new byte[ToeplitzHash.KeySize];
        RandomStream random = kernel.RandomStream("tcpip.rss.key");
        for (int i = 0; i < key.Length; i++)
        {
            key[i] = (byte)random.Next(256);
        }

        int[] table = new int[1 << int.Log2(entries)];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = i % processors;
        }

        return new ReceiveScaleParameters
        {
            HashTypes = TypesOf(capabilities.Flags),
            IndirectionTable = table,
            SecretKey = key,
            ProcessorMasks = [(1UL << processors) - 1],
        };
    }

    private static RssHashTypes TypesOf(RssCapabilityFlags flags)
    {
        RssHashTypes types = RssHashTypes.None;
        types |= Has(flags, RssCapabilityFlags.HashTypeTcpIPv4, RssHashTypes.TcpIPv4 | RssHashTypes.IPv4);
        types |= Has(flags, RssCapabilityFlags.HashTypeTcpIPv6, RssHashTypes.TcpIPv6 | RssHashTypes.IPv6);
        types |= Has(flags, RssCapabilityFlags.HashTypeTcpIPv6Ex, RssHashTypes.TcpIPv6Ex | RssHashTypes.IPv6Ex);
        types |= Has(flags, RssCapabilityFlags.HashTypeUdpIPv4, RssHashTypes.UdpIPv4);
        types |= Has(flags, RssCapabilityFlags.HashTypeUdpIPv6, RssHashTypes.UdpIPv6);
        return types | Has(flags, RssCapabilityFlags.HashTypeUdpIPv6Ex, RssHashTypes.UdpIPv6Ex);
    }

    private static RssHashTypes Has(RssCapabilityFlags flags, RssCapabilityFlags capability, RssHashTypes types) =>
        (flags & capability) != 0 ? types : RssHashTypes.None;
}
