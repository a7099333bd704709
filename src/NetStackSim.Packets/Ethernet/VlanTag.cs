namespace NetStackSim.Packets;

/// <summary>The tag control information of an 802.1Q tag: priority 3 bits, drop eligible 1, VLAN id 12.</summary>
/// <param name="value">The 16 bits as a host-order number.</param>
public readonly struct VlanTag(ushort value) : IEquatable<VlanTag>
{
    /// <summary>Bytes that a tag adds to a frame.</summary>
    public const int Size = 4;

    /// <summary>VLAN id 0: the tag carries priority only.</summary>
    public const ushort PriorityOnly = 0;

    /// <summary>VLAN id 0xFFF is reserved and never on the wire.</summary>
    public const ushort ReservedId = 0xFFF;

    private readonly ushort _value = value;

    /// <summary>Makes a tag from its fields.</summary>
    /// <param name="vlanId">0-4095.</param>
    /// <param name="priority">0-7.</param>
    /// <param name="dropEligible">The DEI bit.</param>
    public VlanTag(int vlanId, int priority, bool dropEligible)
        : this((ushort)(((priority & 7) << 13) | (dropEligible ? 0x1000 : 0) | (vlanId & 0xFFF)))
    {
    }

    /// <summary>The 16 bits as a host-order number.</summary>
    public ushort Value => _value;

    /// <summary>The VLAN id, 0-4095.</summary>
    public int VlanId => _value & 0xFFF;

    /// <summary>The priority code point, 0-7.</summary>
    public int Priority => _value >> 13;

    /// <summary>The drop eligible indicator.</summary>
    public bool IsDropEligible => (_value & 0x1000) != 0;

    /// <inheritdoc/>
    public bool Equals(VlanTag other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is VlanTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value;

    /// <summary>"vlan 5 p 3".</summary>
    public override string ToString() => $"vlan {VlanId} p {Priority}";

    /// <summary>Equality of all 16 bits.</summary>
    public static bool operator ==(VlanTag left, VlanTag right) => left._value == right._value;

    /// <summary>Inequality.</summary>
    public static bool operator !=(VlanTag left, VlanTag right) => left._value != right._value;
}
