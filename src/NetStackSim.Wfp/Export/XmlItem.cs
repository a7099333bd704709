using System.Text;

namespace NetStackSim.Wfp;

/// <summary>
/// An element as <c>netsh wfp</c> writes it: text or children, and the number of children as the only attribute. Keeps its line for errors.
/// </summary>
internal sealed class XmlItem
{
    private List<XmlItem>? _children;
    private string _text;
    private StringBuilder? _pieces;

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
    internal string Text => _pieces?.ToString() ?? _text;

    /// <summary>True when the text stands in a CDATA section.</summary>
    internal bool IsCData { get; private set; }

    /// <summary>True when the element says how many children it has.</summary>
    internal bool HasCount { get; set; }

    /// <summary>The line, from 1; 0 for elements that were made.</summary>
    internal int Line { get; }

    /// <summary>The children in order.</summary>
    internal IReadOnlyList<XmlItem> Children => _children is null ? [] : _children;

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
        if (_text.Length == 0 && _pieces is null)
        {
            _text = text;
            return;
        }

        _pieces ??= new StringBuilder(_text);
        _pieces.Append(text);
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
