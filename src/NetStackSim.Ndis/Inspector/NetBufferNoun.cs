namespace NetStackSim.Ndis;

/// <summary>The frames of a list.</summary>
internal sealed class NetBufferNoun : InspectorNoun
{
    public override string Name => "nb";

    public override string Usage => "handle of the list [-chain -data]";

    public override string Summary => "The frames of a list: MDL chain, offsets, lengths, bytes.";

    public override IReadOnlyList<string> Switches => ["basic", "chain", "data"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        if (request.Target is not { } target)
        {
            page.Section(string.Empty).Line("Name a list or a net buffer of it; 'pendingnbls' shows which lists there are.");
            return;
        }

        // The last digit of a net buffer's handle is its number in the list, from 1; 0 is the list: all of them.
        (string listHandle, int only) = Split(target);
        NetBufferList list = NblIndex.Find(request.Runtime, listHandle);
        int index = 0;
        for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next, index++)
        {
            if (only < 0 || only == index)
            {
                Print(list, buffer, index, request, page);
            }
        }
    }

    private static (string List, int Index) Split(string target)
    {
        bool isHandle = target.Length == 16 && target.StartsWith("ffffa", StringComparison.OrdinalIgnoreCase) && char.IsAsciiHexDigit(target[^1]);
        return isHandle ? (target[..^1] + "0", Convert.ToInt32(target[^1..], 16) - 1) : (target, -1);
    }

    private static void Print(NetBufferList list, NetBuffer buffer, int index, InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("NB")
            .Fact("NB", InspectorHandles.Of(list, index))
            .Fact("NBL", InspectorHandles.Of(list))
            .Fact("Length", buffer.DataLength)
            .Fact("Offset", buffer.DataOffset)
            .Fact("Current MDL offset", buffer.CurrentMdlOffset)
            .Columns("MDL", "Length", "Unused before", "Used", "Unused behind");
        int start = 0;
        int number = 0;
        for (Kernel.Mdl? mdl = buffer.MdlChain; mdl is not null; mdl = mdl.Next)
        {
            int from = Math.Clamp(buffer.DataOffset - start, 0, mdl.ByteCount);
            int to = Math.Clamp(buffer.DataOffset + buffer.DataLength - start, 0, mdl.ByteCount);
            section.Row(number++, mdl.ByteCount, from, to - from, mdl.ByteCount - to);
            start += mdl.ByteCount;
        }

        if (request.Has("data"))
        {
            NblNoun.Dump(buffer, section);
        }
    }
}
