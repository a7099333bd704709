using System.Text;

namespace NetStackSim.Wfp;

/// <summary>
/// An element as <c>netsh wfp</c> writes it: text or children, and the number of children as an attribute. Keeps its line for errors.
/// </summary>
internal sealed class XmlItem
{
    private const string Count = "numItems";

    private List<XmlItem>? _children;
    private List<KeyValuePair<string, string>>? _attributes;

    // A string, or a builder of one that came in pieces.
    private object _text;

    internal XmlItem(string name, string text = "", bool isCData = false, int line = 0)
    {
        Name = name;
        _text = text;
        IsCData = isCData;
        Line = line;
    }

    /// <summary>The element's name.</summary>
    internal string Name { get; }

    /// <summary>The text; empty for elements with children.</summary>
    internal string Text => _text.ToString()!;

    /// <summary>True when the text stands in a CDATA section.</summary>
    internal bool IsCData { get; private set; }

    /// <summary>True when the element says how many children it has.</summary>
    internal bool HasCount { get; set; }

    /// <summary>The line, from 1; 0 for elements that were made.</summary>
    internal int Line { get; }

    /// <summary>The children in order.</summary>
    internal IReadOnlyList<XmlItem> Children => _children is null ? [] : _children;

    /// <summary>Attributes besides the number of children, which real exports do not have; kept to be written back.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Attributes => _attributes is null ? [] : _attributes;

    /// <summary>An element with children.</summary>
    internal static XmlItem Of(string name, params ReadOnlySpan<XmlItem> children)
    {
        XmlItem item = new(name);
        foreach (XmlItem child in children)
        {
            item.Add(child);
        }

        return item;
    }

    /// <summary>A list: <c>numItems</c> and <c>item</c> elements, or an empty element.</summary>
    internal static XmlItem List(string name, IEnumerable<XmlItem> items)
    {
        XmlItem list = new(name);
        foreach (XmlItem item in items)
        {
            list.Add(item);
        }

        list.HasCount = list.Children.Count > 0;
        return list;
    }

    /// <summary>The text of names and descriptions stands in CDATA when it needs escaping.</summary>
    internal static XmlItem Display(string name, string text) => new(name, text, text.AsSpan().ContainsAny('&', '<', '>'));

    /// <summary>Adds a child.</summary>
    internal void Add(XmlItem child) => (_children ??= []).Add(child);

    /// <summary>Adds text that was read. A text in many pieces costs no more than a text in one.</summary>
    internal void AddText(string text, bool isCData)
    {
        IsCData |= isCData;
        switch (_text)
        {
            case StringBuilder pieces:
                pieces.Append(text);
                break;
            case "":
                _text = text;
                break;
            default:
                _text = new StringBuilder(Text).Append(text);
                break;
        }
    }

    /// <summary>Adds an attribute that was read.</summary>
    internal void AddAttribute(string name, string value)
    {
        if (name == Count)
        {
            HasCount = true;
        }
        else
        {
            (_attributes ??= []).Add(new KeyValuePair<string, string>(name, value));
        }
    }

    /// <summary>Lets the children go.</summary>
    /// <returns>How many elements that were, at all depths.</returns>
    internal int Forget()
    {
        int count = 0;
        foreach (XmlItem child in Children)
        {
            count += 1 + child.Forget();
        }

        _children = null;
        return count;
    }

    /// <summary>True when both would be written alike.</summary>
    internal bool IsSameAs(XmlItem other)
    {
        bool same = Name == other.Name && Children.Count == other.Children.Count && HasCount == other.HasCount
            && Attributes.Count == 0 && other.Attributes.Count == 0
            && (Children.Count > 0 || (Text == other.Text && (IsCData == other.IsCData || Text.Length == 0)));
        for (int i = 0; same && i < Children.Count; i++)
        {
            same = Children[i].IsSameAs(other.Children[i]);
        }

        return same;
    }

    /// <summary>A child by name; null when there is none.</summary>
    internal XmlItem? Find(string name)
    {
        foreach (XmlItem child in Children)
        {
            if (child.Name == name)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>A child by path.</summary>
    internal XmlItem? Find(string name, string then) => Find(name)?.Find(then);

    /// <summary>The text of a child; empty when there is none.</summary>
    internal string TextOf(string name) => Find(name)?.Text ?? string.Empty;

    /// <summary>A child that must be there.</summary>
    /// <exception cref="PolicyException">It is missing.</exception>
    internal XmlItem Need(string name) => Find(name) ?? throw Error($"<{name}> is missing");

    /// <summary>An error at this element.</summary>
    internal PolicyException Error(string message) => new(new PolicyError(Line, "<" + Name + ">", message));
}
