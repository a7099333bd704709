namespace NetStackSim.Wfp;

/// <summary>Where a layer has the fields that net events tell; -1 for a field that it lacks.</summary>
internal sealed class NetEventFields
{
    internal NetEventFields(LayerSchema layer)
    {
        Layer = layer;
        Protocol = Find(layer, FieldKeys.IpProtocol);
        LocalAddress = Find(layer, FieldKeys.IpLocalAddress, FieldKeys.IpSourceAddress);
        RemoteAddress = Find(layer, FieldKeys.IpRemoteAddress, FieldKeys.IpDestinationAddress);
        LocalPort = Find(layer, FieldKeys.IpLocalPort);
        RemotePort = Find(layer, FieldKeys.IpRemotePort);
        AddressType = Find(layer, FieldKeys.IpLocalAddressType, FieldKeys.IpDestinationAddressType);
        App = Find(layer, FieldKeys.AleAppId);
        User = Find(layer, FieldKeys.AleUserId);
        Package = Find(layer, FieldKeys.AlePackageId);
        Flags = Find(layer, FieldKeys.Flags);
        ReauthReason = Find(layer, FieldKeys.ReauthorizeReason);
        OriginalProfile = Find(layer, FieldKeys.OriginalProfileId);
        CurrentProfile = Find(layer, FieldKeys.CurrentProfileId);
        PacketDirection = Find(layer, FieldKeys.Direction);
        InterfaceIndex = Find(layer, FieldKeys.InterfaceIndex, FieldKeys.SourceInterfaceIndex);
        EffectiveName = Find(layer, FieldKeys.AleEffectiveName);
        VSwitch = Find(layer, FieldKeys.VSwitchId);
        IsBelowIp = layer.Name.Contains("_MAC_FRAME_", StringComparison.Ordinal) || layer.Name.Contains("_VSWITCH_ETHERNET", StringComparison.Ordinal);
        Mac = IsBelowIp ? new NetEventMacFields(layer) : null;
        IsDiscard = layer.IsDiscard;
        Direction = DirectionOf(layer.Name);
        IsV6 = layer.Name.Contains("_V6", StringComparison.Ordinal);
        IsAuthorization = layer.Name.StartsWith("ALE_AUTH_", StringComparison.Ordinal);
    }

    internal LayerSchema Layer { get; }

    internal int Protocol { get; }

    internal int LocalAddress { get; }

    internal int RemoteAddress { get; }

    internal int LocalPort { get; }

    internal int RemotePort { get; }

    internal int AddressType { get; }

    internal int App { get; }

    internal int User { get; }

    internal int Package { get; }

    internal int Flags { get; }

    internal int ReauthReason { get; }

    internal int OriginalProfile { get; }

    internal int CurrentProfile { get; }

    internal int PacketDirection { get; }

    internal int InterfaceIndex { get; }

    internal int EffectiveName { get; }

    internal int VSwitch { get; }

    /// <summary>True for layers that see frames, not packets.</summary>
    internal bool IsBelowIp { get; }

    internal NetEventMacFields? Mac { get; }

    /// <summary>True for layers whose block only suppresses an answer.</summary>
    internal bool IsDiscard { get; }

    /// <summary>The layer's direction, unless a packet's own is told.</summary>
    internal NetEventDirection Direction { get; }

    internal bool IsV6 { get; }

    /// <summary>True for the layers whose permits are events, too.</summary>
    internal bool IsAuthorization { get; }

    private static NetEventDirection DirectionOf(string layer)
    {
        if (layer.StartsWith("IPFORWARD", StringComparison.Ordinal))
        {
            return NetEventDirection.Forward;
        }

        bool isInbound = layer.StartsWith("IN", StringComparison.Ordinal) || layer.StartsWith("ALE_AUTH_RECV_ACCEPT", StringComparison.Ordinal)
            || layer.StartsWith("ALE_AUTH_LISTEN", StringComparison.Ordinal);
        return isInbound ? NetEventDirection.In : NetEventDirection.Out;
    }

    private static int Find(LayerSchema layer, Guid key) => layer.FindField(key)?.Index ?? -1;

    private static int Find(LayerSchema layer, Guid key, Guid other) => Find(layer, key) is var index && index >= 0 ? index : Find(layer, other);
}
