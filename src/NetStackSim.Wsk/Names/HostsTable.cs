using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wsk;

/// <summary>Names and addresses as in a <c>hosts</c> file, and somebody else to ask for the rest. Names do not distinguish case.</summary>
public sealed class HostsTable : INameResolver
{
    private readonly List<(string Name, IpAddress Address)> _entries = [];

    /// <summary>Makes a table that knows <c>localhost</c>.</summary>
    /// <param name="next">Asked for names that are not in the table; null for nobody.</param>
    public HostsTable(INameResolver? next = null)
    {
        Next = next;
        Add("localhost", IpAddress.LoopbackV6);
        Add("localhost", IpAddress.LoopbackV4);
    }

    /// <summary>Asked for names that are not in the table.</summary>
    public INameResolver? Next { get; set; }

    /// <summary>Adds an address of a name, behind those that the name has.</summary>
    /// <param name="name">The name.</param>
    /// <param name="address">The address.</param>
    public void Add(string name, IpAddress address)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _entries.Add((name, address));
    }

    /// <summary>Removes all addresses of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The number of addresses removed.</returns>
    public int Remove(string name) => _entries.RemoveAll(entry => IsNamed(entry.Name, name));

    /// <inheritdoc/>
    public void Resolve(NameQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var found = new List<IpAddress>();
        foreach ((string name, IpAddress address) in _entries)
        {
            if (IsNamed(name, query.Name) && (query.Family is null || query.Family == address.Family))
            {
                found.Add(address);
            }
        }

        if (found.Count > 0)
        {
            query.Complete(NtStatus.Success, found);
        }
        else if (Next is { } next)
        {
            next.Resolve(query);
        }
        else
        {
            query.Complete(NtStatus.NoMatch);
        }
    }

    private static bool IsNamed(string entry, string name) => string.Equals(entry, name, StringComparison.OrdinalIgnoreCase);
}
