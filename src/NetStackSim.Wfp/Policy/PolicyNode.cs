using System.Text.Json;

namespace NetStackSim.Wfp;

/// <summary>A JSON value that knows its line and its path, so that errors can name both.</summary>
internal sealed class PolicyNode
{
    private readonly List<KeyValuePair<string, PolicyNode>> _members = [];
    private readonly List<PolicyNode> _items = [];
    private readonly PolicyNode? _parent;
    private readonly string? _name;
    private readonly int _index;

    private PolicyNode(JsonTokenType type, int line, PolicyNode? parent, string? name, string text)
    {
        Type = type;
        Line = line;
        _parent = parent;
        _name = name;
        _index = parent?._items.Count ?? 0;
        Text = text;
    }

    /// <summary>Kind of value; the start token for objects and arrays.</summary>
    internal JsonTokenType Type { get; }

    /// <summary>The line, from 1.</summary>
    internal int Line { get; }

    /// <summary>The path from the root; made when an error asks for it, because long names would multiply.</summary>
    internal string Path => _parent is null ? string.Empty
        : _name is null ? $"{_parent.Path}[{_index}]"
        : _parent.Path.Length == 0 ? _name
        : _parent.Path + "." + _name;

    /// <summary>Text of strings and numbers.</summary>
    internal string Text { get; }

    /// <summary>Items of an array.</summary>
    internal IReadOnlyList<PolicyNode> Items => _items;

    /// <summary>Members of an object in file order.</summary>
    internal IReadOnlyList<KeyValuePair<string, PolicyNode>> Members => _members;

    /// <summary>Parses a document.</summary>
    /// <exception cref="PolicyException">The text is not JSON.</exception>
    internal static PolicyNode Parse(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        LineCounter lines = new();
        try
        {
            reader.Read();
            PolicyNode root = Read(ref reader, utf8, ref lines, null, null);
            reader.Read();
            return root;
        }
        catch (JsonException error)
        {
            throw new PolicyException(new PolicyError((int)(error.LineNumber ?? 0) + 1, "document", "not JSON: " + error.Message));
        }
        catch (InvalidOperationException)
        {
            int line = lines.LineAt(utf8, (int)reader.TokenStartIndex);
            throw new PolicyException(new PolicyError(line, "document", "a string is not valid UTF-8"));
        }
    }

    /// <summary>A member of an object; null when it is absent or null.</summary>
    internal PolicyNode? Find(string name)
    {
        foreach (KeyValuePair<string, PolicyNode> member in _members)
        {
            if (member.Key == name)
            {
                return member.Value.Type == JsonTokenType.Null ? null : member.Value;
            }
        }

        return null;
    }

    /// <summary>An error at this value.</summary>
    internal PolicyException Error(string message) => new(new PolicyError(Line, Path.Length == 0 ? "document" : Path, message));

    private static PolicyNode Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, ref LineCounter lines, PolicyNode? parent, string? name)
    {
        int line = lines.LineAt(utf8, (int)reader.TokenStartIndex);
        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => string.Empty,
        };
        PolicyNode node = new(reader.TokenType, line, parent, name, text);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string member = reader.GetString()!;
                reader.Read();
                node._members.Add(new KeyValuePair<string, PolicyNode>(member, Read(ref reader, utf8, ref lines, node, member)));
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                node._items.Add(Read(ref reader, utf8, ref lines, node, null));
            }
        }

        return node;
    }

    private struct LineCounter
    {
        private int _position;
        private int _line;

        internal int LineAt(ReadOnlySpan<byte> utf8, int position)
        {
            _line += utf8[_position..position].Count((byte)'\n');
            _position = position;
            return _line + 1;
        }
    }
}
