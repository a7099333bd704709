using System.IO.Compression;
using System.Text;
using System.Xml;

namespace NetStackSim.Wfp;

/// <summary>
/// Reads exports into elements: plain or gzip, with or without byte-order mark, one document after another. Bounded: no entities, no
/// document types, at most <see cref="MaxBytes"/>, <see cref="MaxItems"/> and <see cref="MaxDepth"/>.
/// </summary>
internal static class XmlItemReader
{
    /// <summary>Larger files are refused; the exports of real machines have a few megabytes.</summary>
    internal const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>More elements are refused: what they take in memory is many times what they take in a file.</summary>
    internal const int MaxItems = 2_000_000;

    /// <summary>Deeper nesting is refused.</summary>
    internal const int MaxDepth = 64;

    /// <summary>Reads all root elements.</summary>
    /// <exception cref="PolicyException">The file is no such export.</exception>
    internal static List<XmlItem> Read(Stream file)
    {
        string text = ReadText(file);
        XmlTagLimit.Check(text);
        XmlReaderSettings settings = new()
        {
            ConformanceLevel = ConformanceLevel.Fragment,
            DtdProcessing = DtdProcessing.Prohibit,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 1,
            XmlResolver = null,
        };
        using XmlReader reader = XmlReader.Create(new StringReader(text), settings);
        Stack<XmlItem> open = new();
        try
        {
            return ReadRoots(reader, open);
        }
        catch (XmlException error)
        {
            string element = open.TryPeek(out XmlItem? innermost) ? "<" + innermost.Name + ">" : "document";
            throw new PolicyException(new PolicyError(error.LineNumber, element, "not a readable export: " + error.Message));
        }
    }

    private static List<XmlItem> ReadRoots(XmlReader reader, Stack<XmlItem> open)
    {
        List<XmlItem> roots = [];
        int items = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    XmlItem item = new(reader.LocalName, line: ((IXmlLineInfo)reader).LineNumber) { HasCount = reader.GetAttribute("numItems") is not null };
                    Place(roots, open, item);
                    if (++items > MaxItems)
                    {
                        throw item.Error($"more than {MaxItems} elements");
                    }

                    if (!reader.IsEmptyElement)
                    {
                        open.Push(item);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when open.Count > 0:
                    open.Peek().AddText(reader.Value, reader.NodeType == XmlNodeType.CDATA);
                    break;
                default:
                    break;
            }
        }

        return roots;
    }

    private static void Place(List<XmlItem> roots, Stack<XmlItem> open, XmlItem item)
    {
        if (open.Count >= MaxDepth)
        {
            throw item.Error($"nested deeper than {MaxDepth} levels");
        }

        if (open.TryPeek(out XmlItem? parent))
        {
            parent.Add(item);
        }
        else
        {
            roots.Add(item);
        }
    }

    private static string ReadText(Stream file)
    {
        byte[] bytes = ReadBounded(file);
        if (bytes.Length >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B)
        {
            try
            {
                using GZipStream gzip = new(new MemoryStream(bytes), CompressionMode.Decompress);
                bytes = ReadBounded(gzip);
            }
            catch (InvalidDataException)
            {
                throw new PolicyException(new PolicyError(1, "document", "the gzip file is damaged or cut short"));
            }
        }

        using StreamReader reader = new(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return WithoutLaterDeclarations(reader.ReadToEnd());
    }

    private static byte[] ReadBounded(Stream stream)
    {
        using MemoryStream memory = new();
        byte[] buffer = new byte[81920];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (memory.Length + read > MaxBytes)
            {
                throw new PolicyException(new PolicyError(1, "document", $"larger than {MaxBytes} bytes"));
            }

            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }

    // One document may follow another; the declaration of a later one is blanked, so that line numbers stay right.
    private static string WithoutLaterDeclarations(string text)
    {
        int at = text.Length == 0 ? -1 : text.IndexOf("<?xml", 1, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        char[] blanked = text.ToCharArray();
        while (at >= 0)
        {
            int end = text.IndexOf("?>", at, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            Blank(blanked.AsSpan(at, end + 2 - at));
            at = text.IndexOf("<?xml", end + 2, StringComparison.Ordinal);
        }

        return new string(blanked);
    }

    private static void Blank(Span<char> letters)
    {
        foreach (ref char letter in letters)
        {
            letter = letter == '\n' ? letter : ' ';
        }
    }
}
