namespace NetStackSim.Kernel;

/// <summary>What an open asks for, besides the name.</summary>
/// <remarks>The driver finds the access in <see cref="IoStackLocation.Value1"/> and the sharing in <see cref="IoStackLocation.Value2"/> of its location.</remarks>
public readonly record struct OpenFileRequest
{
    /// <summary>The opening process; null for a driver.</summary>
    public SimProcess? Process { get; init; }

    /// <summary>User mode is checked against the device's security descriptor.</summary>
    public RequestorMode RequestorMode { get; init; }

    /// <summary>Access mask; meaningful for user mode.</summary>
    public uint DesiredAccess { get; init; }

    /// <summary>What other openings are tolerated; TDI addresses use it.</summary>
    public FileShareAccess ShareAccess { get; init; }

    /// <summary>The extended attributes, in the layout of FILE_FULL_EA_INFORMATION; TDI tells by them what is opened.</summary>
    public Memory<byte> ExtendedAttributes { get; init; }
}
