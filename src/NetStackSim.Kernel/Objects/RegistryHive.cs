using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>The registry of one machine. It is the machine's disk: hand the same hive to the next <see cref="SimKernel"/> and the settings survive the reboot.</summary>
public sealed class RegistryHive
{
    private static readonly (string Prefix, string Path)[] Roots =
    [
        (@"\Registry\Machine", "Machine"), (@"\Registry\User", "User"),
        ("HKEY_LOCAL_MACHINE", "Machine"), ("HKLM", "Machine"), ("HKEY_USERS", "User"), ("HKU", "User"),
        ("HKEY_CURRENT_USER", @"User\.DEFAULT"), ("HKCU", @"User\.DEFAULT"),
        ("HKEY_CLASSES_ROOT", @"Machine\Software\Classes"), ("HKCR", @"Machine\Software\Classes"),
        ("HKEY_CURRENT_CONFIG", @"Machine\System\CurrentControlSet\Hardware Profiles\Current"),
    ];

    /// <summary>Makes an empty registry.</summary>
    public RegistryHive()
    {
        Root = new RegistryKey(null, @"\Registry", isVolatile: false);
        Machine = Root.Create("Machine");
        Root.Create("User");
        System = Machine.Create("System");
        Machine.Create("Software");
    }

    /// <summary>The root, <c>\Registry</c>.</summary>
    public RegistryKey Root { get; }

    /// <summary>HKEY_LOCAL_MACHINE.</summary>
    public RegistryKey Machine { get; }

    /// <summary>HKEY_LOCAL_MACHINE\System.</summary>
    public RegistryKey System { get; }

    /// <summary>The key with a full path; null if there is none.</summary>
    /// <param name="path">E.g. <c>HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters</c>; the names of user mode and of the kernel are understood.</param>
    [WindowsDdi("ZwOpenKey")]
    public RegistryKey? Open(string path) => TryMap(path, out string? mapped) ? Root.Open(mapped) : null;

    /// <summary>The key with a full path, made if it is not there.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="isVolatile">True for new keys that a reboot removes.</param>
    /// <exception cref="ArgumentException">The path does not begin with a known root.</exception>
    [WindowsDdi("ZwCreateKey")]
    public RegistryKey Create(string path, bool isVolatile = false)
        => TryMap(path, out string? mapped)
            ? Root.Create(mapped, isVolatile)
            : throw new ArgumentException($"'{path}' does not begin with HKEY_LOCAL_MACHINE or another root.", nameof(path));

    /// <summary>Reads a .reg file into the registry. Never throws on its input: lines that cannot be read are reported and skipped.</summary>
    /// <param name="text">Content of the file.</param>
    public RegImportResult Import(string text) => new RegFileReader(this).Read(text);

    /// <summary>Writes a key and all below it as a .reg file.</summary>
    /// <param name="key">A key of this registry.</param>
    public static string Export(RegistryKey key) => RegFileWriter.Write(key);

    /// <summary>What a shutdown does: volatile keys and all watches end.</summary>
    public void Reboot() => Root.DropVolatile();

    /// <summary>Path below the root for a full path.</summary>
    internal static bool TryMap(string path, [NotNullWhen(true)] out string? mapped)
    {
        foreach ((string prefix, string target) in Roots)
        {
            if (path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && (path.Length == prefix.Length || path[prefix.Length] == '\\'))
            {
                mapped = target + path[prefix.Length..];
                return true;
            }
        }

        mapped = null;
        return false;
    }
}
