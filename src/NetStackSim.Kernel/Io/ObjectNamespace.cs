namespace NetStackSim.Kernel;

/// <summary>The object manager's tree of names: <c>\Device\Tcp</c>, <c>\Driver\Tcpip</c>, <c>\??\C:</c>. Names compare without case. IRQL: Passive.</summary>
public sealed class ObjectNamespace
{
    /// <summary>Where devices are.</summary>
    public const string DeviceDirectory = @"\Device";

    /// <summary>Where drivers are.</summary>
    public const string DriverDirectory = @"\Driver";

    /// <summary>Where the names of user mode are.</summary>
    public const string DosDevicesDirectory = @"\??";

    private const int MaxLinks = 16;

    private static readonly object Directory = new();

    private readonly Dictionary<string, object> _objects = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _names = [];

    internal ObjectNamespace()
    {
        _objects.Add("", Directory);
        CreateDirectory(DeviceDirectory);
        CreateDirectory(DriverDirectory);
        CreateDirectory(DosDevicesDirectory);
        Insert(@"\DosDevices", new SymbolicLink(DosDevicesDirectory));
    }

    /// <summary>All names in the order of insertion.</summary>
    public IReadOnlyList<string> NamesInOrder => _names;

    /// <summary>Makes a directory inside an existing one.</summary>
    /// <param name="name">Full name.</param>
    public NtStatus CreateDirectory(string name) => Insert(name, Directory);

    /// <summary>Gives an object a name.</summary>
    /// <param name="name">Full name; its directory must exist.</param>
    /// <param name="value">The object: a device, a driver, a <see cref="SymbolicLink"/>, or anything a driver wants to be found by name.</param>
    /// <returns>SUCCESS, OBJECT_NAME_INVALID, OBJECT_NAME_COLLISION or OBJECT_PATH_NOT_FOUND.</returns>
    public NtStatus Insert(string name, object value)
    {
        if (!IsWellFormed(name))
        {
            return NtStatus.ObjectNameInvalid;
        }

        string resolved = ResolveParent(name);
        if (_objects.ContainsKey(resolved))
        {
            return NtStatus.ObjectNameCollision;
        }

        if (!_objects.TryGetValue(Parent(resolved), out object? parent) || !ReferenceEquals(parent, Directory))
        {
            return NtStatus.ObjectPathNotFound;
        }

        _objects.Add(resolved, value);
        _names.Add(resolved);
        return NtStatus.Success;
    }

    /// <summary>Takes a name away; the object stays.</summary>
    /// <param name="name">Full name.</param>
    public NtStatus Remove(string name)
    {
        string resolved = IsWellFormed(name) ? ResolveParent(name) : name;
        if (!_objects.Remove(resolved))
        {
            return NtStatus.ObjectNameNotFound;
        }

        _names.RemoveAll(n => n.Equals(resolved, StringComparison.OrdinalIgnoreCase));
        return NtStatus.Success;
    }

    /// <summary>Finds the object with exactly this name; follows links.</summary>
    /// <param name="name">Full name.</param>
    /// <param name="value">The object.</param>
    public NtStatus Find(string name, out object? value)
    {
        NtStatus status = Open(name, out value, out string rest);
        if (status.IsSuccess && rest.Length != 0)
        {
            value = null;
            return NtStatus.ObjectNameNotFound;
        }

        return status;
    }

    /// <summary>Finds the object whose name is the longest beginning of <paramref name="name"/>; follows links. Only a device may leave a rest.</summary>
    /// <param name="name">Full name.</param>
    /// <param name="value">The object.</param>
    /// <param name="rest">What follows the object's name, without the separator; the device's driver parses it.</param>
    /// <returns>SUCCESS; OBJECT_NAME_NOT_FOUND: the directory has no such entry; OBJECT_PATH_NOT_FOUND: there is no such directory.</returns>
    public NtStatus Open(string name, out object? value, out string rest)
    {
        value = null;
        rest = "";
        if (!IsWellFormed(name))
        {
            return NtStatus.ObjectNameInvalid;
        }

        for (int links = 0; links <= MaxLinks; links++)
        {
            string prefix = LongestPrefix(name, out object found);
            string tail = name.Length == prefix.Length ? "" : name[(prefix.Length + 1)..];
            if (found is SymbolicLink link)
            {
                name = tail.Length == 0 ? link.Target : link.Target + '\\' + tail;
                continue;
            }

            if (tail.Length != 0 && found is not DeviceObject)
            {
                return tail.Contains('\\') ? NtStatus.ObjectPathNotFound : NtStatus.ObjectNameNotFound;
            }

            value = found;
            rest = tail;
            return NtStatus.Success;
        }

        return NtStatus.ObjectNameNotFound;
    }

    private static bool IsWellFormed(string name)
        => name.Length > 1 && name[0] == '\\' && name[^1] != '\\' && !name.Contains(@"\\", StringComparison.Ordinal);

    private static string Parent(string name) => name[..name.LastIndexOf('\\')];

    /// <summary>The name with links in its directory part followed, so that <c>\DosDevices\X</c> and <c>\??\X</c> are one entry.</summary>
    private string ResolveParent(string name)
    {
        int last = name.LastIndexOf('\\');
        for (int links = 0; links <= MaxLinks && last > 0; links++)
        {
            if (!_objects.TryGetValue(name[..last], out object? parent) || parent is not SymbolicLink link)
            {
                break;
            }

            name = link.Target + name[last..];
            last = name.LastIndexOf('\\');
        }

        return name;
    }

    private string LongestPrefix(string name, out object found)
    {
        string prefix = name;
        while (!_objects.TryGetValue(prefix, out object? value))
        {
            prefix = Parent(prefix);
            if (prefix.Length == 0)
            {
                break;
            }
        }

        found = _objects[prefix];
        return prefix;
    }
}
