namespace NetStackSim.Ndis;

/// <summary>Commands of the debugger extension about kinds of drivers that this system does not have: one honest sentence each.</summary>
internal static class AbsentNouns
{
    private static readonly (string Name, string Sentence)[] All =
    [
        ("cxadapter", "NetAdapterCx adapters do not exist here: miniports are NDIS miniports."),
        ("netqueue", "NetAdapterCx queues do not exist here; 'rcvqueue' and 'netadapter -hw' show the queues of a miniport."),
        ("netring", "NetAdapterCx rings do not exist here; 'netadapter -hw' shows the rings of the card."),
        ("netrb", "NetAdapterCx ring buffers do not exist here; 'netadapter -hw' shows the rings of the card."),
        ("nrc", "NetAdapterCx ring collections do not exist here; 'netadapter -hw' shows the rings of the card."),
        ("netpacket", "NetAdapterCx packets do not exist here; frames are net buffers, which 'nb' shows."),
        ("netfragment", "NetAdapterCx fragments do not exist here; frames are net buffers, which 'nb' shows."),
        ("wdiadapter", "There is no Wi-Fi (WDI) here."),
        ("wdiminidriver", "There is no Wi-Fi (WDI) here."),
        ("nwadapter", "There is no native Wi-Fi here."),
        ("pkt", "NDIS 5 packets do not exist here; 'nbl' shows lists of net buffers."),
        ("pktpools", "NDIS 5 packet pools do not exist here; 'nblpool' shows pools of lists."),
        ("findpacket", "NDIS 5 packets do not exist here; 'pendingnbls' and 'nblpool -allocations' find lists of net buffers."),
        ("vc", "There is no connection-oriented NDIS here, so there are no virtual connections."),
        ("af", "There is no connection-oriented NDIS here, so there are no address families of call managers."),
        ("ndisslot", "There are no per-processor slots here: a host's NDIS runs one event at a time."),
        ("ndisrwlock", "There are no reader-writer locks here: a host's NDIS runs one event at a time; spin locks are checked by the verifier."),
        ("ndisstack", "Kernel call stacks are not recorded; with the verifier's RecordsStacks 'nblpool -allocations' shows who rented a list."),
    ];

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => All.Select(static each => each.Name);

    /// <summary>Why there is nothing to see, or null for a command that this is not about.</summary>
    public static string? Explain(string command) =>
        Array.Find(All, each => string.Equals(each.Name, command, StringComparison.OrdinalIgnoreCase)).Sentence;
}
