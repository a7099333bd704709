using System.Text;

namespace NetStackSim.Testing;

/// <summary>Words a check: its name and what was said about its fields.</summary>
internal struct CheckText(string name)
{
    private readonly StringBuilder _text = new(name + "(");
    private bool _any;

    /// <summary>Adds a field if something was said about it.</summary>
    public CheckText Add<T>(string field, T? value)
        where T : struct
    {
        if (value is { } given)
        {
            Append(field.Length == 0 ? $"{given}" : $"{field} {given}");
        }

        return this;
    }

    /// <summary>Adds a pair of ends if something was said about either.</summary>
    public CheckText AddEnds<T>(T? from, T? to)
        where T : struct
    {
        if (from is not null || to is not null)
        {
            Append($"{(from is null ? "*" : from)} > {(to is null ? "*" : to)}");
        }

        return this;
    }

    /// <inheritdoc/>
    public override readonly string ToString() => _text.ToString() + ")";

    private void Append(string part)
    {
        _text.Append(_any ? ", " : "").Append(part);
        _any = true;
    }
}
