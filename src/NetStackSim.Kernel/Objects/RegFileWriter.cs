using System.Globalization;
using System.Text;

namespace NetStackSim.Kernel;

/// <summary>Writes .reg files of version 5, with the line breaks of Windows.</summary>
internal static class RegFileWriter
{
    internal static string Write(RegistryKey key)
    {
        StringBuilder text = new("Windows Registry Editor Version 5.00\r\n");
        WriteKey(text, key);
        return text.ToString();
    }

    private static void WriteKey(StringBuilder text, RegistryKey key)
    {
        if (key.Parent is not null)
        {
            text.Append("\r\n[").Append(UserPath(key)).Append("]\r\n");
        }

        foreach (RegistryValue value in key.Values)
        {
            WriteValue(text, value);
        }

        foreach (RegistryKey subKey in key.SubKeys)
        {
            WriteKey(text, subKey);
        }
    }

    private static string UserPath(RegistryKey key)
    {
        string path = key.Path;
        return path.StartsWith(@"\Registry\Machine", StringComparison.OrdinalIgnoreCase)
            ? "HKEY_LOCAL_MACHINE" + path[@"\Registry\Machine".Length..]
            : "HKEY_USERS" + path[@"\Registry\User".Length..];
    }

    private static void WriteValue(StringBuilder text, RegistryValue value)
    {
        text.Append(value.Name.Length == 0 ? "@" : Quote(value.Name)).Append('=');
        if (value.Type == RegistryValueType.Dword && value.TryGetDword(out uint number))
        {
            text.Append(CultureInfo.InvariantCulture, $"dword:{number:x8}");
        }
        else if (value.Type == RegistryValueType.String && IsPlain(value, out string plain))
        {
            text.Append(Quote(plain));
        }
        else
        {
            text.Append(value.Type == RegistryValueType.Binary ? "hex:" : string.Create(CultureInfo.InvariantCulture, $"hex({(uint)value.Type:x}):"));
            for (int i = 0; i < value.Data.Length; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{value.Data[i]:x2}");
            }
        }

        text.Append("\r\n");
    }

    /// <summary>Text that is stored with exactly one terminator and has no line break can be written in quotation marks.</summary>
    private static bool IsPlain(RegistryValue value, out string text)
    {
        text = value.TryGetString(out string? found) ? found : "";
        return value.Data.SequenceEqual(Encoding.Unicode.GetBytes(text + '\0')) && text.AsSpan().IndexOfAny('\r', '\n') < 0;
    }

    private static string Quote(string text)
        => '"' + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
