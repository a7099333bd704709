using System.Globalization;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What the registry holds for one adapter: the values of its keywords, under the class key of network adapters. A driver reads it through <see cref="AdapterConfiguration"/>.</summary>
/// <remarks>
/// <c>HKLM\System\CurrentControlSet\Control\Class\{4D36E972-E325-11CE-BFC1-08002BE10318}\NNNN</c>, which the adapter finds again by its instance identifier after
/// a reboot with the same <see cref="RegistryHive"/>. IRQL: Passive.
/// </remarks>
public sealed class AdapterSettings
{
    private const string ClassKey = @"Control\Class\{4D36E972-E325-11CE-BFC1-08002BE10318}";
    private const string NetworkKey = @"Control\Network\{4D36E972-E325-11CE-BFC1-08002BE10318}";
    private const string InstanceId = "NetCfgInstanceId";

    private AdapterSettings(RegistryKey key, string instance)
    {
        Key = key;
        Instance = instance;
    }

    /// <summary>The registry key.</summary>
    public RegistryKey Key { get; }

    /// <summary>NetCfgInstanceId, the adapter's name among devices: a GUID in braces, the same at every boot.</summary>
    public string Instance { get; }

    /// <summary>Reads the text of a keyword.</summary>
    /// <returns>Null when the registry has none.</returns>
    public string? Read(string keyword)
    {
        RegistryValue? value = Key.Find(keyword);
        if (value is null)
        {
            return null;
        }

        // Standardised keywords are texts; numbers are understood as NDIS converts them.
        return value.TryGetString(out string? text) ? text
            : value.TryGetDword(out uint number) ? number.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Writes a keyword; what it means is known when the adapter starts the next time.</summary>
    public NtStatus Write(string keyword, string value) => Key.SetString(keyword, value);

    /// <summary>Removes a keyword: the default holds again.</summary>
    /// <returns>Success, also when there was none.</returns>
    public NtStatus Remove(string keyword)
    {
        NtStatus status = Key.DeleteValue(keyword);
        return status == NtStatus.ObjectNameNotFound ? NtStatus.Success : status;
    }

    /// <summary>The address that an administrator has given the card in place of its own.</summary>
    /// <returns>False when there is none, or none that a card can have.</returns>
    public bool TryReadNetworkAddress(out MacAddress address)
    {
        address = default;
        if (Read(StandardKeywords.NetworkAddress) is not { Length: > 0 } text || !StandardKeywords.Get(StandardKeywords.NetworkAddress).TryValidate(text, out _))
        {
            return false;
        }

        address = new MacAddress(ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Key.Path;

    /// <summary>Finds the key of an adapter, or makes it, and writes what its installation brings.</summary>
    internal static AdapterSettings Install(SimKernel kernel, string driver, AdapterOptions options)
    {
        RegistryKey system = kernel.Registry.System.Create("CurrentControlSet");
        RegistryKey adapters = system.Create(ClassKey);
        string instance = InstanceOf(options.Name);
        RegistryKey? key = null;
        foreach (RegistryKey candidate in adapters.SubKeys)
        {
            if (candidate.GetString(InstanceId) == instance)
            {
                key = candidate;
                break;
            }
        }

        if (key is null)
        {
            key = adapters.Create(adapters.SubKeys.Count.ToString("D4", CultureInfo.InvariantCulture));
            key.SetString(InstanceId, instance);
            key.SetString("DriverDesc", driver);
            system.Create($@"{NetworkKey}\{instance}\Connection").SetString("Name", options.Name);
        }

        AdapterSettings settings = new(key, instance);
        foreach (KeyValuePair<string, string> keyword in options.Keywords)
        {
            settings.Write(keyword.Key, keyword.Value);
        }

        return settings;
    }

    // Windows makes a random one at installation; the same name gives the same one here, in every run.
    private static string InstanceOf(string name)
    {
        ulong high = StableHash.Of(name);
        ulong low = StableHash.Avalanche(high);
        string digits = $"{high:X16}{low:X16}";
        return $"{{{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}}}";
    }
}
