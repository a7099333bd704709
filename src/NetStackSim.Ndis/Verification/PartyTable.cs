namespace NetStackSim.Ndis;

/// <summary>Numbers for everybody who can have a list: miniports, filter modules, bindings.</summary>
internal sealed class PartyTable
{
    private readonly List<string> _names = ["its renter"];

    /// <summary>Gives a party its number.</summary>
    public ushort Add(string name)
    {
        _names.Add(name);
        return checked((ushort)(_names.Count - 1));
    }

    /// <summary>The name of a party.</summary>
    public string NameOf(ushort party) => party < _names.Count ? _names[party] : "?";
}
