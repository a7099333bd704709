using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NetStackSim.Kernel;

/// <summary>Reads .reg files (versions 4 and 5). One pass over logical lines: a backslash at the end of hex data continues it on the next line.</summary>
internal sealed class RegFileReader(RegistryHive hive)
{
    private readonly List<RegImportError> _errors = [];
    private RegistryKey? _key;
    private int _keys;
    private int _values;
    private int _line;

    internal RegImportResult Read(string text)
    {
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        int index = 0;
        bool headerSeen = false;
        while (index < lines.Length)
        {
            _line = index + 1;
            string line = Join(lines, ref index);
            if (line.Length == 0 || line[0] == ';')
            {
                continue;
            }

            if (!headerSeen)
            {
                headerSeen = true;
                if (IsHeader(line))
                {
                    continue;
                }

                Report("the file does not begin with 'Windows Registry Editor Version 5.00' or 'REGEDIT4'");
            }

            ReadLine(line);
        }

        return new RegImportResult(_keys, _values, _errors);
    }

    private static bool IsHeader(string line)
        => line.Equals("REGEDIT4", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Windows Registry Editor Version", StringComparison.OrdinalIgnoreCase);

    private static string Join(string[] lines, ref int index)
    {
        string line = lines[index++].Trim();
        if (!line.EndsWith('\\') || line.StartsWith(';'))
        {
            return line;
        }

        StringBuilder whole = new();
        while (line.EndsWith('\\') && index < lines.Length)
        {
            whole.Append(line.AsSpan(0, line.Length - 1));
            line = lines[index++].Trim();
        }

        return whole.Append(line).ToString();
    }

    private void ReadLine(string line)
    {
        if (line[0] == '[')
        {
            ReadKey(line);
        }
        else if (_key is null)
        {
            Report("a value stands before the first key");
        }
        else
        {
            ReadValue(line);
        }
    }

    private void ReadKey(string line)
    {
        _key = null;
        if (line[^1] != ']')
        {
            Report("the bracket of the key is not closed");
            return;
        }

        bool deletes = line.StartsWith("[-", StringComparison.Ordinal);
        string path = line[(deletes ? 2 : 1)..^1];
        if (!RegistryHive.TryMap(path, out string? mapped))
        {
            Report($"'{path}' does not begin with a known root");
            return;
        }

        _keys++;
        if (deletes)
        {
            hive.Root.Open(mapped)?.DeleteTree();
            return;
        }

        _key = hive.Root.Create(mapped);
    }

    private void ReadValue(string line)
    {
        int position = 0;
        string? name = "";
        if (line[0] == '@')
        {
            position = 1;
        }
        else if (!TryReadQuoted(line, ref position, out name))
        {
            Report("a value begins with a name in quotation marks or with @");
            return;
        }

        string rest = line[position..].TrimStart();
        if (!rest.StartsWith('='))
        {
            Report("an equals sign is missing after the name");
            return;
        }

        SetValue(name!, rest[1..].Trim());
    }

    private void SetValue(string name, string data)
    {
        if (data == "-")
        {
            _key!.DeleteValue(name);
            _values++;
            return;
        }

        if (!TryReadData(name, data, out RegistryValue? value))
        {
            Report($"the data of '{name}' cannot be read");
            return;
        }

        _key!.Set(value);
        _values++;
    }

    private static bool TryReadData(string name, string data, [NotNullWhen(true)] out RegistryValue? value)
    {
        value = null;
        int position = 0;
        if (data.StartsWith('"'))
        {
            if (!TryReadQuoted(data, ref position, out string? text) || position != data.Length)
            {
                return false;
            }

            value = RegistryValue.FromString(name, text);
            return true;
        }

        if (data.StartsWith("dword:", StringComparison.OrdinalIgnoreCase))
        {
            bool read = uint.TryParse(data.AsSpan(6), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number);
            value = read ? RegistryValue.FromDword(name, number) : null;
            return read;
        }

        return TryReadHex(name, data, out value);
    }

    /// <summary>hex:.. is REG_BINARY, hex(n):.. the type n.</summary>
    private static bool TryReadHex(string name, string data, [NotNullWhen(true)] out RegistryValue? value)
    {
        value = null;
        int colon = data.IndexOf(':', StringComparison.Ordinal);
        if (!data.StartsWith("hex", StringComparison.OrdinalIgnoreCase) || colon < 0)
        {
            return false;
        }

        uint type = (uint)RegistryValueType.Binary;
        ReadOnlySpan<char> suffix = data.AsSpan(3, colon - 3);
        if (!suffix.IsEmpty
            && (suffix[0] != '(' || suffix[^1] != ')'
                || !uint.TryParse(suffix[1..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out type)))
        {
            return false;
        }

        List<byte> bytes = [];
        foreach (string part in data[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte single))
            {
                return false;
            }

            bytes.Add(single);
        }

        value = new RegistryValue(name, (RegistryValueType)type, bytes.ToArray());
        return true;
    }

    private static bool TryReadQuoted(string line, ref int position, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (position >= line.Length || line[position] != '"')
        {
            return false;
        }

        StringBuilder read = new();
        for (int i = position + 1; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                position = i + 1;
                text = read.ToString();
                return true;
            }

            if (line[i] == '\\' && i + 1 < line.Length)
            {
                i++;
            }

            read.Append(line[i]);
        }

        return false;
    }

    private void Report(string message) => _errors.Add(new RegImportError(_line, message));
}
