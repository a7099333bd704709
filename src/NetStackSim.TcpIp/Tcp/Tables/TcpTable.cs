using System.Diagnostics;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>All connections of a host by compartment, addresses and ports: one hash table with a key of its own and links inside the entries.</summary>
/// <remarks>The key keeps a peer from choosing ports that collide; it comes from a named random stream, so that runs repeat.</remarks>
internal sealed class TcpTable
{
    private const int InitialBuckets = 64;

    private readonly ulong _key;
    private TcpTableEntry?[] _buckets = new TcpTableEntry?[InitialBuckets];

    /// <summary>Makes an empty table.</summary>
    public TcpTable(ulong key)
    {
        _key = key;
    }

    /// <summary>Entries in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Finds the entry of a segment.</summary>
    public TcpTableEntry? Find(in IpAddress local, ushort localPort, in IpAddress remote, ushort remotePort, uint compartment)
    {
        ulong hash = HashOf(local, localPort, remote, remotePort);
        for (TcpTableEntry? entry = _buckets[Slot(hash)]; entry is not null; entry = entry.NextInBucket)
        {
            if (entry.Hash == hash && entry.Matches(local, localPort, remote, remotePort, compartment))
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>Adds an entry whose endpoints are set.</summary>
    public void Add(TcpTableEntry entry)
    {
        Debug.Assert(!entry.IsInTable, "An entry is in the table once.");
        if (Count >= _buckets.Length)
        {
            Grow();
        }

        entry.Hash = HashOf(entry.LocalEndpoint.Address, entry.LocalEndpoint.Port, entry.RemoteEndpoint.Address, entry.RemoteEndpoint.Port);
        entry.IsInTable = true;
        Link(entry);
        Count++;
    }

    /// <summary>Removes an entry; does nothing when it is not in the table.</summary>
    public void Remove(TcpTableEntry entry)
    {
        if (!entry.IsInTable)
        {
            return;
        }

        ref TcpTableEntry? link = ref _buckets[Slot(entry.Hash)];
        while (link != entry)
        {
            link = ref link!.NextInBucket;
        }

        link = entry.NextInBucket;
        entry.NextInBucket = null;
        entry.IsInTable = false;
        Count--;
    }

    /// <summary>Puts one entry in the place of another with the same key.</summary>
    public void Replace(TcpTableEntry old, TcpTableEntry replacement)
    {
        Remove(old);
        Add(replacement);
    }

    /// <summary>Appends all entries; the caller sorts them by <see cref="TcpTableEntry.Id"/> before anyone sees an order.</summary>
    public void CopyTo(List<TcpTableEntry> entries)
    {
        foreach (TcpTableEntry? first in _buckets)
        {
            for (TcpTableEntry? entry = first; entry is not null; entry = entry.NextInBucket)
            {
                entries.Add(entry);
            }
        }
    }

    private ulong HashOf(in IpAddress local, ushort localPort, in IpAddress remote, ushort remotePort) =>
        local.StableHash(remote.StableHash(_key ^ (((ulong)localPort << 16) | remotePort)));

    private int Slot(ulong hash) => (int)((uint)(hash >> 32) & (uint)(_buckets.Length - 1));

    private void Link(TcpTableEntry entry)
    {
        ref TcpTableEntry? bucket = ref _buckets[Slot(entry.Hash)];
        entry.NextInBucket = bucket;
        bucket = entry;
    }

    private void Grow()
    {
        TcpTableEntry?[] old = _buckets;
        _buckets = new TcpTableEntry?[old.Length * 2];
        foreach (TcpTableEntry? first in old)
        {
            TcpTableEntry? entry = first;
            while (entry is not null)
            {
                TcpTableEntry? next = entry.NextInBucket;
                Link(entry);
                entry = next;
            }
        }
    }
}
