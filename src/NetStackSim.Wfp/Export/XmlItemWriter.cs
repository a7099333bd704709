using System.Globalization;
using System.Text;

namespace NetStackSim.Wfp;

/// <summary>Writes elements as <c>netsh wfp</c> does: tabs, one element a line, empty elements short.</summary>
internal static class XmlItemWriter
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    /// <summary>Writes a document, or several one after another.</summary>
    internal static string Write(IReadOnlyList<XmlItem> roots, XmlLayout layout = default)
    {
        StringBuilder text = new(layout.HasByteOrderMark ? "\uFEFF" + Declaration : Declaration);
        foreach (XmlItem root in roots)
        {
            Write(text, root, 0);
        }

        return (layout.HasWindowsLines ? text.Replace("\n", "\r\n") : text).ToString();
    }

    private static void Write(StringBuilder text, XmlItem item, int depth)
    {
        text.Append('\t', depth).Append('<').Append(item.Name);
        if (item.HasCount)
        {
            text.Append(CultureInfo.InvariantCulture, $" numItems=\"{item.Children.Count}\"");
        }

        foreach (KeyValuePair<string, string> attribute in item.Attributes)
        {
            text.Append(' ').Append(attribute.Key).Append("=\"");
            Escape(text, attribute.Value, isAttribute: true);
            text.Append('"');
        }

        if (item.Children.Count > 0)
        {
            text.Append(">\n");
            foreach (XmlItem child in item.Children)
            {
                Write(text, child, depth + 1);
            }

            text.Append('\t', depth).Append("</").Append(item.Name).Append(">\n");
        }
        else if (item.Text.Length > 0)
        {
            text.Append('>');
            WriteText(text, item);
            text.Append("</").Append(item.Name).Append(">\n");
        }
        else
        {
            text.Append("/>\n");
        }
    }

    private static void WriteText(StringBuilder text, XmlItem item)
    {
        if (item.IsCData && !item.Text.Contains("]]>", StringComparison.Ordinal))
        {
            text.Append("<![CDATA[").Append(item.Text).Append("]]>");
            return;
        }

        Escape(text, item.Text, isAttribute: false);
    }

    private static void Escape(StringBuilder text, string raw, bool isAttribute)
    {
        foreach (char letter in raw)
        {
            switch (letter)
            {
                case '&':
                    text.Append("&amp;");
                    break;
                case '<':
                    text.Append("&lt;");
                    break;
                case '>':
                    text.Append("&gt;");
                    break;
                case '"' when isAttribute:
                    text.Append("&quot;");
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        }
    }
}
