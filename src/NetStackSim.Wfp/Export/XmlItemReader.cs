using System.IO.Compression;
using System.Text;
using System.Xml;

namespace NetStackSim.Wfp;

/// <summary>
/// Reads exports into elements: plain or gzip, with or without byte-order mark, one document after another. Bounded: no entities, no
/// document types, at most <see cref="MaxBytes"/> and <see cref="MaxDepth"/>.
/// </summary>
internal static class XmlItemReader
{
    /// <summary>Larger files are refused; the exports of real machines have a few megabytes.</summary>
    internal const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Deeper nesting is refused.</summary>
    internal const int MaxDepth = 64;

    /// <summary>Reads all root elements.</summary>
    /// <exception cref="PolicyException">The file is no such export.</exception>
    internal static List<XmlItem> Read(Stream file)
    {
        string text = ReadText(file);
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
        try
        {
            return ReadRoots(reader);
        }
        catch (XmlException error)
        {
            throw new PolicyException(new PolicyError(error.LineNumber, "document", "not a readable export: " + error.Message));
        }
    }

    private static List<XmlItem> ReadRoots(XmlReader reader)
    {
        List<XmlItem> roots = [];
        Stack<XmlItem> open = new();
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    XmlItem item = new(reader.LocalName, line: ((IXmlLineInfo)reader).LineNumber) { HasCount = reader.GetAttribute("numItems") is not null };
                    Place(roots, open, item);
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
                throw new PolicyException(new PolicyError(0, "document", "the gzip file is damaged"));
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
                throw new PolicyException(new PolicyError(0, "document", $"larger than {MaxBytes} bytes"));
            }

            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }

    // One document may follow another; the declaration of a later one is blanked, so that line numbers stay right.
    private static string WithoutLaterDeclarations(string text)
    {
        int at = text.IndexOf("<?xml", 1, StringComparison.Ordinal);
        if (text.Length == 0 || at < 0)
        {
            return text;
        }

        StringBuilder blanked = new(text);
        for (; at >= 0; at = text.IndexOf("<?xml", at + 1, StringComparison.Ordinal))
        {
            int end = text.IndexOf("?>", at, StringComparison.Ordinal);
            for (int i = at; i < (end < 0 ? at : end + 2); i++)
            {
                blanked[i] = ' ';
            }
        }

        return blanked.ToString();
    }
}
