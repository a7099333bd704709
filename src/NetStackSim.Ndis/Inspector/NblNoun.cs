using System.Globalization;

namespace NetStackSim.Ndis;

/// <summary>One list.</summary>
internal sealed class NblNoun : InspectorNoun
{
    private const int DumpedBytes = 256;

    public override string Name => "nbl";

    public override string Usage => "handle [-chain -info -data -log -NblCurrentOwner]";

    public override string Summary => "One list: source, pool, flags, status, owner; its chain, out-of-band slots, bytes, history.";

    public override IReadOnlyList<string> Switches => ["basic", "chain", "info", "data", "log", "stacks", "NblCurrentOwner"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        if (request.Target is not { } target)
        {
            page.Section(string.Empty).Line("Name a list; 'pendingnbls' and 'nblpool POOL -allocations' show which there are.");
            return;
        }

        NetBufferList list = NblIndex.Find(request.Runtime, target);
        if (request.Switches.Count == 0 || request.Has("basic"))
        {
            Basic(request.Runtime, list, page);
        }

        if (request.Has("NblCurrentOwner"))
        {
            page.Section("CURRENT OWNER").Fact("Owner", NblOwners.Of(request.Runtime, list));
        }

        if (request.Has("chain"))
        {
            Chain(list, page.Section("CHAIN").Columns("NBL", "Name", "Source", "NBs", "Bytes"));
        }

        if (request.Has("info"))
        {
            Info(list, page.Section("OUT-OF-BAND").Columns("Slot", "Name", "Value"));
        }

        if (request.Has("data"))
        {
            Data(list, page.Section("DATA"));
        }

        if (request.Has("log") || request.Has("stacks"))
        {
            Log(list, page, request.Has("stacks"));
        }
    }

    /// <summary>A hex dump of a frame.</summary>
    internal static void Dump(NetBuffer buffer, InspectorSectionBuilder section)
    {
        byte[] bytes = new byte[Math.Min(buffer.DataLength, DumpedBytes)];
        buffer.CopyTo(0, bytes);
        for (int at = 0; at < bytes.Length; at += 16)
        {
            ReadOnlySpan<byte> row = bytes.AsSpan(at, Math.Min(16, bytes.Length - at));
            string hex = string.Join(' ', row.ToArray().Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
            string ascii = string.Concat(row.ToArray().Select(static b => b is >= 0x20 and < 0x7F ? (char)b : '.'));
            section.Line($"{at:x4}  {hex,-47}  {ascii}");
        }

        if (buffer.DataLength > bytes.Length)
        {
            section.Line(string.Create(CultureInfo.InvariantCulture, $"... {buffer.DataLength - bytes.Length} more bytes"));
        }
    }

    private static void Basic(NdisRuntime runtime, NetBufferList list, InspectorPageBuilder page) =>
        page.Section("NBL")
            .Fact("NBL", InspectorHandles.Of(list))
            .Fact("Name", list.Label)
            .Fact("Next NBL", list.Next is { } next ? InspectorHandles.Of(next) : "NULL")
            .Fact("First NB", list.FirstNetBuffer is null ? "NULL" : InspectorHandles.Of(list, 0))
            .Fact("NBs", list.FirstNetBuffer is null ? 0 : list.NetBufferCount)
            .Fact("Bytes", list.FirstNetBuffer is null ? 0 : list.DataLength)
            .Fact("Source", SourceOf(list))
            .Fact("Current owner", NblOwners.Of(runtime, list))
            .Fact("Pool", $"{InspectorHandles.Of(list.Pool)} - {list.Pool.Name}")
            .Fact("Parent", list.Parent is { } parent ? InspectorHandles.Of(parent) : "NULL")
            .Fact("Children", list.ChildCount)
            .Fact("State", InspectorValue.Of(list.State))
            .Fact("Flags", InspectorNames.Flags(list.NblFlags))
            .Fact("Status", list.Status.ToString());

    private static void Chain(NetBufferList first, InspectorSectionBuilder section)
    {
        // A broken chain may be a cycle; the verifier reports it, this stops.
        HashSet<NetBufferList> seen = [];
        for (NetBufferList? list = first; list is not null && seen.Add(list); list = list.Next)
        {
            bool isBare = list.FirstNetBuffer is null;
            section.Row(InspectorHandles.Of(list), list.Label, SourceOf(list), isBare ? 0 : list.NetBufferCount, isBare ? 0 : list.DataLength);
        }
    }

    private static void Info(NetBufferList list, InspectorSectionBuilder section)
    {
        foreach (NetBufferListInfoId id in Enum.GetValues<NetBufferListInfoId>())
        {
            object? content = list.GetInfoObject(id);
            if (list[id] != 0 || content is not null)
            {
                section.Row((long)id, InspectorValue.Of(id), content is null ? InspectorValue.Hex(list[id]) : content.GetType().Name);
            }
        }
    }

    private static void Data(NetBufferList list, InspectorSectionBuilder section)
    {
        int index = 0;
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
        {
            section.Line(string.Create(CultureInfo.InvariantCulture, $"NB {InspectorHandles.Of(list, index++)}, {buffer.DataLength} bytes"));
            Dump(buffer, section);
        }
    }

    private static void Log(NetBufferList list, InspectorPageBuilder page, bool withStack)
    {
        InspectorSectionBuilder section = page.Section("HISTORY").Columns("Time", "Event", "Owner");
        foreach (OwnershipRecord each in NdisRuntime.TrailOf(list))
        {
            section.Row(InspectorNames.Time(each.TimeNs), InspectorValue.Of(each.What), each.Who);
        }

        if (withStack)
        {
            section.Line(list.Trail?.RentStack ?? "The stack of the renter is recorded while the verifier's RecordsStacks is on.");
        }
    }

    private static string SourceOf(NetBufferList list) => list.SourceHandle switch
    {
        null => "NULL",
        MiniportAdapter adapter => $"{InspectorHandles.OfSource(adapter)} - {adapter.Name}",
        FilterModule module => $"{InspectorHandles.OfSource(module)} - {module.Name}",
        ProtocolBinding binding => $"{InspectorHandles.OfSource(binding)} - {binding.Name}",
        { } other => other.GetType().Name,
    };
}
