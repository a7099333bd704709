namespace NetStackSim.Kernel;

/// <summary>What a module tells about itself when it registers (NPI_REGISTRATION_INSTANCE); its counterparts read it before they attach.</summary>
/// <param name="Name">Name for reports.</param>
/// <param name="NpiId">The network programming interface: only modules with equal ids (and numbers) meet.</param>
/// <param name="ModuleId">Who the module is.</param>
/// <param name="Number">Implementation number, usually 0.</param>
/// <param name="Characteristics">What the interface defines, e.g. version numbers (NpiSpecificCharacteristics).</param>
public sealed record NpiRegistration(string Name, Guid NpiId, NpiModuleId ModuleId, uint Number = 0, object? Characteristics = null)
{
    /// <summary>True if modules with these registrations are offered to each other.</summary>
    /// <param name="other">The registration of the other side.</param>
    public bool Matches(NpiRegistration other) => NpiId == other.NpiId && Number == other.Number;
}
