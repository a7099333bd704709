namespace NetStackSim.Kernel;

/// <summary>Identity of a network module (NPI_MODULEID).</summary>
/// <param name="Guid">The module's GUID; empty when <see cref="InterfaceLuid"/> names it.</param>
/// <param name="InterfaceLuid">The interface the module stands for (MIT_IF_LUID); zero when <see cref="Guid"/> names it (MIT_GUID).</param>
public readonly record struct NpiModuleId(Guid Guid, ulong InterfaceLuid = 0)
{
    /// <summary>True for a module that is named by an interface (MIT_IF_LUID).</summary>
    public bool IsInterface => InterfaceLuid != 0;

    /// <inheritdoc/>
    public override string ToString() => IsInterface ? $"interface 0x{InterfaceLuid:X}" : $"{Guid:B}";
}
