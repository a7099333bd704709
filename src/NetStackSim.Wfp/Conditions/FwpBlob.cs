using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// An immutable byte blob (<c>FWP_BYTE_BLOB</c>) with its hash. Application ids are blobs: the UTF-16 NT path of the image in
/// lower case with its terminating zero (<c>FwpmGetAppIdFromFileName0</c>).
/// </summary>
/// <remarks>Made once per process or condition, then shared: comparing two blobs costs a hash compare unless they are equal.</remarks>
public sealed class FwpBlob : IEquatable<FwpBlob>
{
    private readonly byte[] _bytes;

    /// <summary>Makes a blob of a copy of the bytes.</summary>
    /// <param name="bytes">The contents.</param>
    public FwpBlob(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes.ToArray();
        Hash = StableHash.Of(bytes);
    }

    /// <summary>The contents.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>A hash of the contents, equal in every process.</summary>
    public ulong Hash { get; }

    /// <summary>The application id of an image: lower case, zero terminated (<c>FwpmGetAppIdFromFileName0</c>).</summary>
    /// <param name="ntPath">The NT path, such as <c>\device\harddiskvolume1\app.exe</c>, or <c>System</c> for the kernel, which keeps its case.</param>
    /// <returns>The id.</returns>
    [WindowsDdi("FwpmGetAppIdFromFileName0")]
    public static FwpBlob AppId(string ntPath)
    {
        string text = ntPath == "System" ? ntPath : ntPath.ToLowerInvariant();
        return OfText(text);
    }

    /// <summary>A blob of UTF-16 text with its terminating zero.</summary>
    /// <param name="text">The text, kept as it is.</param>
    /// <returns>The blob.</returns>
    public static FwpBlob OfText(string text) => new(Encoding.Unicode.GetBytes(text + "\0"));

    /// <inheritdoc/>
    public bool Equals(FwpBlob? other) =>
        ReferenceEquals(this, other) || (other is not null && Hash == other.Hash && Bytes.SequenceEqual(other.Bytes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FwpBlob);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash;

    /// <summary>The text, when the blob looks like zero terminated UTF-16; else the bytes in hexadecimal.</summary>
    /// <returns>Text for people.</returns>
    public override string ToString()
    {
        if (_bytes.Length >= 2 && _bytes.Length % 2 == 0)
        {
            string text = Encoding.Unicode.GetString(_bytes).TrimEnd('\0');
            if (text.Length > 0 && !text.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            {
                return text;
            }
        }

        return Convert.ToHexStringLower(_bytes);
    }
}
