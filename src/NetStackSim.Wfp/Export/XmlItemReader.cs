using System.Xml;

namespace NetStackSim.Wfp;

/// <summary>
/// Reads exports into elements: plain or gzip, one document after another. Bounded: no entities, no document types, at most
/// <see cref="ExportText.MaxBytes"/>, <see cref="MaxItems"/> at once and <see cref="MaxDepth"/>.
/// </summary>
internal sealed class XmlItemReader
{
    /// <summary>More elements at once are refused: what they take in memory is many times what they take in a file.</summary>
    internal const int MaxItems = 1_000_000;

    /// <summary>Deeper nesting is refused.</summary>
    internal const int MaxDepth = 64;

    // Texts are short and repeat: one string for all that are equal.
    private const int MaxSharedLength = 64;
    private const int MaxShared = 1 << 16;

    private readonly List<XmlItem> _roots = [];
    private readonly Stack<XmlItem> _open = new();
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private readonly char[] _buffer = new char[4096];
    private readonly Func<XmlItem, bool> _isDone;
    private int _items;

    private XmlItemReader(Func<XmlItem, bool> isDone) => _isDone = isDone;

    /// <summary>Reads all root elements.</summary>
    /// <exception cref="PolicyException">The file is no such export.</exception>
    internal static List<XmlItem> Read(Stream file) => Read(file, static _ => false, out _);

    /// <summary>Reads all root elements, and hands each filter over as soon as it is complete.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isDone">Gets an item of a list of filters; returns true when its children are not needed any more.</param>
    /// <param name="layout">How the file is written.</param>
    /// <exception cref="PolicyException">The file is no such export.</exception>
    internal static List<XmlItem> Read(Stream file, Func<XmlItem, bool> isDone, out XmlLayout layout)
    {
        XmlItemReader reader = new(isDone);
        try
        {
            using ExportText text = ExportText.Open(file);
            reader.Read(text);
            layout = new XmlLayout(text.HasWindowsLines, text.HasByteOrderMark);
            return reader._roots;
        }
        catch (XmlException error)
        {
            throw reader.Error(error.LineNumber, "not a readable export: " + error.Message);
        }
        catch (InvalidDataException)
        {
            throw reader.Error(1, "the gzip file is damaged or cut short");
        }
    }

    private PolicyException Error(int line, string message)
    {
        string element = _open.TryPeek(out XmlItem? innermost) ? "<" + innermost.Name + ">" : "document";
        return new PolicyException(new PolicyError(Math.Max(line, innermost?.Line ?? 1), element, message));
    }

    private void Read(ExportText text)
    {
        XmlReaderSettings settings = new()
        {
            ConformanceLevel = ConformanceLevel.Fragment,
            DtdProcessing = DtdProcessing.Prohibit,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 1,
            XmlResolver = null,
        };
        using XmlReader reader = XmlReader.Create(text, settings);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    Begin(reader);
                    break;
                case XmlNodeType.EndElement:
                    End();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when _open.Count > 0:
                    _open.Peek().AddText(TextOf(reader), reader.NodeType == XmlNodeType.CDATA);
                    break;
                default:
                    break;
            }
        }
    }

    private void Begin(XmlReader reader)
    {
        XmlItem item = new(reader.Name, line: ((IXmlLineInfo)reader).LineNumber);
        bool isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            item.AddAttribute(reader.Name, reader.Value);
        }

        Place(item);
        if (++_items > MaxItems)
        {
            throw item.Error($"more than {MaxItems} elements");
        }

        if (!isEmpty)
        {
            _open.Push(item);
        }
    }

    private void Place(XmlItem item)
    {
        if (_open.Count >= MaxDepth)
        {
            throw item.Error($"nested deeper than {MaxDepth} levels");
        }

        if (_open.TryPeek(out XmlItem? parent))
        {
            parent.Add(item);
        }
        else
        {
            _roots.Add(item);
        }
    }

    private void End()
    {
        XmlItem item = _open.Pop();
        if (item.Name == "item" && _open.TryPeek(out XmlItem? list) && list.Name == "filters" && IsListOfFilters() && _isDone(item))
        {
            _items -= item.Forget();
        }
    }

    // <wfpdiag><filters>, or <wfpstate><layers><item><filters>.
    private bool IsListOfFilters() => _roots[^1].Name switch
    {
        "wfpdiag" => _open.Count == 2,
        "wfpstate" => _open.Count == 4,
        _ => false,
    };

    private string TextOf(XmlReader reader)
    {
        int length = reader.ReadValueChunk(_buffer, 0, _buffer.Length);
        if (length == _buffer.Length)
        {
            System.Text.StringBuilder text = new();
            while (length > 0)
            {
                text.Append(_buffer, 0, length);
                length = reader.ReadValueChunk(_buffer, 0, _buffer.Length);
            }

            return text.ToString();
        }

        return Shared(_buffer.AsSpan(0, length));
    }

    private string Shared(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxSharedLength)
        {
            return text.ToString();
        }

        if (_shared.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? known))
        {
            return known;
        }

        string made = text.ToString();
        if (_shared.Count < MaxShared)
        {
            _shared.Add(made);
        }

        return made;
    }
}
