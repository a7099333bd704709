namespace NetStackSim.Packets;

/// <summary>Walks the options of a neighbour discovery message.</summary>
/// <remarks>
/// An option of length 0 or one that runs past the message makes the whole message invalid (RFC 4861 section 4.6): check with <see cref="AreValid"/>
/// before acting on any option. Never throws.
/// </remarks>
/// <param name="options">The bytes behind the fixed part of the message.</param>
public ref struct NdOptionReader(ReadOnlySpan<byte> options)
{
    private const int Unit = 8;

    private readonly ReadOnlySpan<byte> _options = options;
    private int _offset;
    private int _next;

    /// <summary>The current option.</summary>
    public readonly NdOption Current => new(_options[_offset.._next]);

    /// <summary>True when the walk ended at an option with an illegal length.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>True when every option has a legal length.</summary>
    public static bool AreValid(ReadOnlySpan<byte> options)
    {
        NdOptionReader reader = new(options);
        while (reader.MoveNext())
        {
        }

        return !reader.IsMalformed;
    }

    /// <summary>Finds the first option of a type.</summary>
    public static bool TryFind(ReadOnlySpan<byte> options, NdOptionType type, out NdOption option)
    {
        NdOptionReader reader = new(options);
        while (reader.MoveNext())
        {
            if (reader.Current.Type == type)
            {
                option = reader.Current;
                return true;
            }
        }

        option = default;
        return false;
    }

    /// <summary>This reader, so that <c>foreach</c> works.</summary>
    public readonly NdOptionReader GetEnumerator() => this;

    /// <summary>Goes to the next option.</summary>
    public bool MoveNext()
    {
        if (IsMalformed || _next >= _options.Length)
        {
            return false;
        }

        int left = _options.Length - _next;
        int length = left >= 2 ? _options[_next + 1] * Unit : 0;
        if (length == 0 || length > left)
        {
            IsMalformed = true;
            return false;
        }

        _offset = _next;
        _next += length;
        return true;
    }
}
