namespace NetStackSim.Kernel;

/// <summary>A key of the registry. Names compare without case; subkeys are in the order of their names, values in the order in which they were made.</summary>
/// <remarks>IRQL: Passive. A key that was deleted answers KEY_DELETED or nothing.</remarks>
public sealed class RegistryKey
{
    private readonly SortedList<string, RegistryKey> _subKeys = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<RegistryValue> _values = [];
    private List<Watch>? _watches;

    internal RegistryKey(RegistryKey? parent, string name, bool isVolatile)
    {
        Parent = parent;
        Name = name;
        IsVolatile = isVolatile;
    }

    /// <summary>The key above; null for the root.</summary>
    public RegistryKey? Parent { get; }

    /// <summary>Last part of the path.</summary>
    public string Name { get; }

    /// <summary>True for a key that a reboot removes (REG_OPTION_VOLATILE).</summary>
    public bool IsVolatile { get; }

    /// <summary>True once deleted.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Full path, e.g. <c>\Registry\Machine\System\...</c>.</summary>
    public string Path => Parent is null ? Name : Parent.Path + '\\' + Name;

    /// <summary>Keys below, by name.</summary>
    public IReadOnlyList<RegistryKey> SubKeys => [.. _subKeys.Values];

    /// <summary>Values, oldest first.</summary>
    public IReadOnlyList<RegistryValue> Values => _values;

    /// <summary>The key at a path below this one; null if there is none.</summary>
    /// <param name="path">Names separated by backslashes; empty for this key.</param>
    [WindowsDdi("ZwOpenKey")]
    public RegistryKey? Open(ReadOnlySpan<char> path)
    {
        RegistryKey? key = IsDeleted ? null : this;
        foreach (Range part in path.Split('\\'))
        {
            ReadOnlySpan<char> name = path[part];
            if (key is null)
            {
                break;
            }

            if (!name.IsEmpty)
            {
                key = key._subKeys.GetValueOrDefault(key.Resolve(name));
            }
        }

        return key;
    }

    /// <summary>The key at a path below this one, made with all keys on the way if it is not there.</summary>
    /// <param name="path">Names separated by backslashes.</param>
    /// <param name="isVolatile">True for new keys that a reboot removes. Below a volatile key every new key is volatile.</param>
    /// <exception cref="InvalidOperationException">This key was deleted.</exception>
    [WindowsDdi("ZwCreateKey")]
    public RegistryKey Create(ReadOnlySpan<char> path, bool isVolatile = false)
    {
        ThrowIfDeleted();
        RegistryKey key = this;
        foreach (Range part in path.Split('\\'))
        {
            if (path[part].IsEmpty)
            {
                continue;
            }

            string name = key.Resolve(path[part]);
            if (!key._subKeys.TryGetValue(name, out RegistryKey? next))
            {
                next = new RegistryKey(key, name, isVolatile || key.IsVolatile);
                key._subKeys.Add(name, next);
                key.Notify(key, null);
            }

            key = next;
        }

        return key;
    }

    /// <summary>The value with a name; null if there is none.</summary>
    /// <param name="name">Name; empty for the default value.</param>
    [WindowsDdi("ZwQueryValueKey")]
    public RegistryValue? Find(string name)
    {
        foreach (RegistryValue value in _values)
        {
            if (value.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A 32-bit number, or a default if there is no such value or it has another type.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="fallback">The default.</param>
    public uint GetDword(string name, uint fallback = 0) => Find(name) is { } value && value.TryGetDword(out uint number) ? number : fallback;

    /// <summary>A text, or a default if there is no such value or it has another type.</summary>
    /// <param name="name">Name of the value.</param>
    /// <param name="fallback">The default.</param>
    public string GetString(string name, string fallback = "") => Find(name) is { } value && value.TryGetString(out string? text) ? text : fallback;

    /// <summary>Adds a value or replaces the one with its name, which keeps its place.</summary>
    /// <param name="value">The value.</param>
    /// <returns>SUCCESS or KEY_DELETED.</returns>
    [WindowsDdi("ZwSetValueKey")]
    public NtStatus Set(RegistryValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (IsDeleted)
        {
            return NtStatus.KeyDeleted;
        }

        int index = _values.FindIndex(v => v.Name.Equals(value.Name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            _values.Add(value);
        }
        else
        {
            _values[index] = value;
        }

        Notify(this, value.Name);
        return NtStatus.Success;
    }

    /// <summary>Sets a REG_DWORD.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Number.</param>
    public NtStatus SetDword(string name, uint value) => Set(RegistryValue.FromDword(name, value));

    /// <summary>Sets a REG_SZ.</summary>
    /// <param name="name">Name.</param>
    /// <param name="value">Text.</param>
    public NtStatus SetString(string name, string value) => Set(RegistryValue.FromString(name, value));

    /// <summary>Deletes a value.</summary>
    /// <param name="name">Name; empty for the default value.</param>
    /// <returns>SUCCESS, OBJECT_NAME_NOT_FOUND or KEY_DELETED.</returns>
    [WindowsDdi("ZwDeleteValueKey")]
    public NtStatus DeleteValue(string name)
    {
        if (IsDeleted)
        {
            return NtStatus.KeyDeleted;
        }

        if (_values.RemoveAll(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) == 0)
        {
            return NtStatus.ObjectNameNotFound;
        }

        Notify(this, name);
        return NtStatus.Success;
    }

    /// <summary>Deletes this key and all below it.</summary>
    /// <returns>SUCCESS; KEY_DELETED; ACCESS_DENIED for the root.</returns>
    [WindowsDdi("ZwDeleteKey")]
    public NtStatus DeleteTree()
    {
        if (IsDeleted)
        {
            return NtStatus.KeyDeleted;
        }

        if (Parent is null)
        {
            return NtStatus.AccessDenied;
        }

        MarkDeleted();
        Parent._subKeys.Remove(Name);
        Parent.Notify(Parent, null);
        return NtStatus.Success;
    }

    /// <summary>Watches this key until the result is disposed. Unlike on Windows the watch is not used up by the first change.</summary>
    /// <param name="observer">Told about every change.</param>
    /// <param name="subtree">True for the keys below as well.</param>
    [WindowsDdi("ZwNotifyChangeKey")]
    public IDisposable Observe(IRegistryObserver observer, bool subtree = false)
    {
        ThrowIfDeleted();
        Watch watch = new(this, observer, subtree);
        (_watches ??= []).Add(watch);
        return watch;
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Removes what a reboot does not keep. Watches end: their owners are gone.</summary>
    internal void DropVolatile()
    {
        _watches = null;
        for (int i = _subKeys.Count - 1; i >= 0; i--)
        {
            RegistryKey key = _subKeys.Values[i];
            if (key.IsVolatile)
            {
                key.MarkDeleted();
                _subKeys.RemoveAt(i);
            }
            else
            {
                key.DropVolatile();
            }
        }
    }

    /// <summary>CurrentControlSet is a link to the control set that was booted, which is always the first one here.</summary>
    private string Resolve(ReadOnlySpan<char> name)
        => name.Equals("CurrentControlSet", StringComparison.OrdinalIgnoreCase) && Name.Equals("System", StringComparison.OrdinalIgnoreCase)
            ? "ControlSet001"
            : name.ToString();

    private void MarkDeleted()
    {
        IsDeleted = true;
        foreach (RegistryKey key in _subKeys.Values)
        {
            key.MarkDeleted();
        }

        _subKeys.Clear();
        _values.Clear();
        _watches = null;
    }

    private void Notify(RegistryKey changed, string? valueName)
    {
        for (RegistryKey? key = this; key is not null; key = key.Parent)
        {
            if (key._watches is null)
            {
                continue;
            }

            foreach (Watch watch in key._watches.ToArray())
            {
                watch.Tell(changed, valueName);
            }
        }
    }

    private void ThrowIfDeleted()
    {
        if (IsDeleted)
        {
            throw new InvalidOperationException($"The registry key '{Name}' was deleted.");
        }
    }

    private sealed class Watch(RegistryKey key, IRegistryObserver observer, bool subtree) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            _isOver = true;
            key._watches?.Remove(this);
        }

        internal void Tell(RegistryKey changed, string? valueName)
        {
            if (!_isOver && (subtree || ReferenceEquals(changed, key)))
            {
                observer.OnRegistryChanged(changed, valueName);
            }
        }
    }
}
