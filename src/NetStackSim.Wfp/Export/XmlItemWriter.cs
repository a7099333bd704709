namespace NetStackSim.Wfp;

/// <summary>Writes elements as <c>netsh wfp</c> does: tabs, one element a line, empty elements short.</summary>
internal sealed class XmlItemWriter
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

    private readonly TextWriter _output;
    private readonly XmlLayout _layout;

    internal XmlItemWriter(TextWriter output, XmlLayout layout)
    {
        _output = output;
        _layout = layout;
    }

    /// <summary>What is written in place of an element; the element itself unless told otherwise.</summary>
    internal Func<XmlItem, XmlItem> Replace { get; init; } = static item => item;

    /// <summary>An element as a document.</summary>
    internal static string Text(XmlItem root)
    {
        using StringWriter text = new(System.Globalization.CultureInfo.InvariantCulture);
        new XmlItemWriter(text, default).Write([root]);
        return text.ToString();
    }

    /// <summary>Writes a document, or several one after another.</summary>
    internal void Write(IReadOnlyList<XmlItem> roots)
    {
        if (_layout.HasByteOrderMark)
        {
            _output.Write('\uFEFF');
        }

        _output.Write(Declaration);
        EndLine();
        foreach (XmlItem root in roots)
        {
            Write(root, 0);
        }
    }

    private void Write(XmlItem original, int depth)
    {
        XmlItem item = Replace(original);
        Indent(depth);
        _output.Write('<');
        _output.Write(item.Name);
        WriteAttributes(item);
        if (item.Children.Count > 0)
        {
            _output.Write('>');
            EndLine();
            foreach (XmlItem child in item.Children)
            {
                Write(child, depth + 1);
            }

            Indent(depth);
            WriteEnd(item);
        }
        else if (item.Text.Length > 0)
        {
            _output.Write('>');
            WriteText(item);
            WriteEnd(item);
        }
        else
        {
            _output.Write("/>");
            EndLine();
        }
    }

    private void WriteAttributes(XmlItem item)
    {
        if (item.HasCount)
        {
            _output.Write(" numItems=\"");
            _output.Write(item.Children.Count);
            _output.Write('"');
        }

        foreach (KeyValuePair<string, string> attribute in item.Attributes)
        {
            _output.Write(' ');
            _output.Write(attribute.Key);
            _output.Write("=\"");
            Escape(attribute.Value, isAttribute: true);
            _output.Write('"');
        }
    }

    private void WriteEnd(XmlItem item)
    {
        _output.Write("</");
        _output.Write(item.Name);
        _output.Write('>');
        EndLine();
    }

    private void WriteText(XmlItem item)
    {
        if (item.IsCData && !item.Text.Contains("]]>", StringComparison.Ordinal))
        {
            _output.Write("<![CDATA[");
            _output.Write(item.Text);
            _output.Write("]]>");
            return;
        }

        Escape(item.Text, isAttribute: false);
    }

    private void Escape(ReadOnlySpan<char> text, bool isAttribute)
    {
        while (text.IndexOfAny("&<>\"") is var at && at >= 0)
        {
            _output.Write(text[..at]);
            switch (text[at])
            {
                case '&':
                    _output.Write("&amp;");
                    break;
                case '<':
                    _output.Write("&lt;");
                    break;
                case '>':
                    _output.Write("&gt;");
                    break;
                default:
                    _output.Write(isAttribute ? "&quot;" : "\"");
                    break;
            }

            text = text[(at + 1)..];
        }

        _output.Write(text);
    }

    private void Indent(int depth)
    {
        for (int i = 0; i < depth; i++)
        {
            _output.Write('\t');
        }
    }

    // Not the writer's own line end: the file's.
    private void EndLine() => _output.Write(_layout.HasWindowsLines ? "\r\n" : "\n");
}
