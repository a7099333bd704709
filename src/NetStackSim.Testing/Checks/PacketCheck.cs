namespace NetStackSim.Testing;

/// <summary>A statement about one layer of a frame; several of them together describe the frame. <see cref="PacketChecks"/> makes them.</summary>
/// <remarks>Derive from it for a protocol of your own: read the bytes from the inspection and say what differs with <see cref="PacketInspection.Expect{T}"/>.</remarks>
public abstract class PacketCheck
{
    /// <summary>Looks at the frame and reports every difference to the inspection.</summary>
    /// <param name="packet">The frame, its layers found.</param>
    public abstract void Inspect(PacketInspection packet);

    /// <summary>The statement as one reads it, for example <c>IPv4(10.0.0.1 > 10.0.0.2)</c>.</summary>
    /// <returns>The text.</returns>
    public abstract override string ToString();
}
