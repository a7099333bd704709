using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>Where a layer below IP has the fields that net events tell; -1 for a field that it lacks.</summary>
internal sealed class NetEventMacFields
{
    private readonly int[] _fields;

    internal NetEventMacFields(LayerSchema layer) => _fields =
    [
        Find(layer, FieldKeys.MacLocalAddress, FieldKeys.MacSourceAddress),
        Find(layer, FieldKeys.MacRemoteAddress, FieldKeys.MacDestinationAddress),
        Find(layer, FieldKeys.NdisMediaType, FieldKeys.NdisMediaType),
        Find(layer, FieldKeys.InterfaceType, FieldKeys.InterfaceType),
        Find(layer, FieldKeys.EtherType, FieldKeys.EtherType),
        Find(layer, FieldKeys.NdisPort, FieldKeys.NdisPort),
        Find(layer, FieldKeys.VlanId, FieldKeys.VlanId),
        Find(layer, FieldKeys.IpLocalInterface, FieldKeys.IpLocalInterface),
    ];

    /// <summary>Numbers that a record keeps.</summary>
    internal const int Count = 8;

    internal void Read(ClassifyValues values, Span<ulong> kept)
    {
        for (int i = 0; i < Count; i++)
        {
            kept[i] = NetEventRecord.Get(values, _fields[i]).Low;
        }
    }

    internal static NetEventMac ToMac(ReadOnlySpan<ulong> kept) => new(
        new MacAddress(kept[0]), new MacAddress(kept[1]), (uint)kept[2], (uint)kept[3], (ushort)kept[4], (uint)kept[5], (ushort)kept[6], kept[7]);

    private static int Find(LayerSchema layer, Guid key, Guid other) => (layer.FindField(key) ?? layer.FindField(other))?.Index ?? -1;
}
