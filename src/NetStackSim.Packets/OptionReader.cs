namespace NetStackSim.Packets;

/// <summary>Walks options of the shape "kind, length, data" with kinds 0 (end) and 1 (no operation) of one byte: IPv4 and TCP options.</summary>
/// <remarks>
/// Use it in a <c>while (reader.MoveNext())</c> loop when the reason for stopping matters, or in <c>foreach</c>. It stops at the end kind, at the end of the
/// span, and at an option whose length is below 2 or runs past the span; then <see cref="IsMalformed"/> is true. Never throws.
/// </remarks>
/// <param name="options">The option bytes.</param>
public ref struct OptionReader(ReadOnlySpan<byte> options)
{
    /// <summary>End of option list.</summary>
    public const byte EndKind = 0;

    /// <summary>No operation.</summary>
    public const byte NopKind = 1;

    private readonly ReadOnlySpan<byte> _options = options;
    private int _offset;
    private int _next;
    private int _length;
    private bool _malformed;

    /// <summary>The current option.</summary>
    public readonly OptionView Current => new(_options.Slice(_offset, _length), _offset);

    /// <summary>True when the walk ended at an option with an illegal length.</summary>
    public readonly bool IsMalformed => _malformed;

    /// <summary>The offset of the current option from the start of the options; after a malformed one, of its length byte or of the kind when that is the last byte.</summary>
    public readonly int Offset => _offset;

    /// <summary>This reader, so that <c>foreach</c> works.</summary>
    public readonly OptionReader GetEnumerator() => this;

    /// <summary>Goes to the next option; no-operation bytes are options too.</summary>
    /// <returns>False at the end, or at a malformed option.</returns>
    public bool MoveNext()
    {
        if (_malformed || _next >= _options.Length || _options[_next] == EndKind)
        {
            return false;
        }

        _offset = _next;
        if (_options[_offset] == NopKind)
        {
            _length = 1;
            _next++;
            return true;
        }

        int length = _offset + 1 < _options.Length ? _options[_offset + 1] : 0;
        if (length < 2 || length > _options.Length - _offset)
        {
            _malformed = true;
            _length = 0;
            _offset = Math.Min(_offset + 1, _options.Length - 1);
            return false;
        }

        _length = length;
        _next = _offset + length;
        return true;
    }
}
