namespace NetStackSim.Kernel;

/// <summary>Types of registry values (REG_xxx), with their Windows values.</summary>
public enum RegistryValueType : uint
{
    /// <summary>REG_NONE.</summary>
    None = 0,

    /// <summary>REG_SZ: text.</summary>
    String = 1,

    /// <summary>REG_EXPAND_SZ: text with environment variables.</summary>
    ExpandString = 2,

    /// <summary>REG_BINARY.</summary>
    Binary = 3,

    /// <summary>REG_DWORD: 32 bits, little endian.</summary>
    Dword = 4,

    /// <summary>REG_DWORD_BIG_ENDIAN.</summary>
    DwordBigEndian = 5,

    /// <summary>REG_LINK: symbolic link.</summary>
    Link = 6,

    /// <summary>REG_MULTI_SZ: a list of texts.</summary>
    MultiString = 7,

    /// <summary>REG_QWORD: 64 bits, little endian.</summary>
    Qword = 11,
}
