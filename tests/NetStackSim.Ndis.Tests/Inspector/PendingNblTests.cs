using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Inspector;

public sealed class PendingNblTests
{
    [Fact]
    public void Scenario40a_PendingNbls_NamesTheCurrentOwnerOfEachOfSevenHeldLists()
    {
        InspectedHost host = Hold(out HoldingFilter filter);

        IReadOnlyList<PendingNetBufferList> pending = host.Inspector.PendingNbls();

        Assert.Equal(7, pending.Count);
        Assert.Equal(2, pending.Count(static each => each is { Holder: "Ethernet 2/miniport", What: OwnershipEvent.Sent, Originator: "Ethernet 2-TCPIP", Bytes: 60 }));
        Assert.Equal(1, pending.Count(static each => each is { Holder: "Ethernet 2-vpn-0000", What: OwnershipEvent.Sent, Originator: "Ethernet 2-TCPIP6" }));
        Assert.Equal(2, pending.Count(static each => each is { Holder: "Ethernet 2-vpn-0000", What: OwnershipEvent.Indicated, Originator: "Ethernet 2/miniport" }));
        Assert.Equal(2, pending.Count(static each => each is { Holder: "Ethernet 2-NPCAP", What: OwnershipEvent.Indicated, Originator: "Ethernet 2/miniport" }));
        Golden.Check("pendingnbls.txt", host.Inspector.Run("pendingnbls").ToText());
        Golden.Check("pendingnbls.json", host.Inspector.Run("pendingnbls").ToJson());
        LetGo(host, filter);
        Assert.Empty(host.Inspector.PendingNbls());
    }

    [Fact]
    public void PendingNbls_OfOneDriver_AreItsOwn()
    {
        InspectedHost host = Hold(out HoldingFilter filter);

        InspectorPage page = host.Inspector.Run("pendingnbls", "Ethernet 2-vpn-0000");

        Assert.Equal("3", page.Section("PENDING NBLS")!.Facts[0].Value.Text);
        Assert.Equal(["Ethernet 2-vpn-0000: receive, 2 NBLs", "Ethernet 2-vpn-0000: send, 1 NBL"], page.Sections.Skip(1).Select(static section => section.Title));
        LetGo(host, filter);
    }

    [Fact]
    public void PendingNbls_WithoutVerifier_AreCounts()
    {
        InspectedHost host = Hold(out HoldingFilter filter, verifier: false);

        Assert.Empty(host.Inspector.PendingNbls());
        Assert.Contains("known while the verifier is on", host.Inspector.Run("pendingnbls").ToText());
        Assert.Contains(host.Inspector.Run("pendingnbls").Sections[0].Table!.Rows, static row => row[0].Text == "Ethernet 2-TCPIP" && row[1].Number == 2);
        LetGo(host, filter);
    }

    [Fact]
    public void Nbl_OfAHeldList_ShowsSourceOwnerBytesAndHistory()
    {
        InspectedHost host = Hold(out HoldingFilter filter);
        string held = host.Inspector.PendingNbls().First(static each => each is { Holder: "Ethernet 2-vpn-0000", What: OwnershipEvent.Sent }).List;

        InspectorPage page = host.Inspector.Run("nbl", held, "-basic", "-chain", "-info", "-data", "-log", "-NblCurrentOwner");

        Assert.Contains(page.Section("NBL")!.Facts, static fact => fact is { Name: "Current owner", Value.Text: "Ethernet 2-vpn-0000" });
        Assert.Contains(page.Section("NBL")!.Facts, static fact => fact.Name == "Source" && fact.Value.Text.EndsWith("Ethernet 2-TCPIP6", StringComparison.Ordinal));
        Assert.Contains("0030  ", string.Join('\n', page.Section("DATA")!.Lines));
        Assert.Equal("Ethernet 2-vpn-0000", page.Section("HISTORY")!.Table!.Rows[^1][2].Text);
        Assert.Equal(page.ToJson(), host.Inspector.Run("nbl", held, "-basic", "-chain", "-info", "-data", "-log", "-NblCurrentOwner").ToJson());
        Assert.Contains("60", host.Inspector.Run("nb", held, "-data").ToText());
        LetGo(host, filter);
    }

    [Fact]
    public void NblPool_Allocations_NamesWhoHasWhat()
    {
        InspectedHost host = Hold(out HoldingFilter filter);

        InspectorTable table = host.Inspector.Run("nblpool", "TCPIP6/send", "-allocations").Section("ALLOCATIONS")!.Table!;

        Assert.Equal(["InTransit"], table.Rows.Select(static row => row[2].Text));
        Assert.Equal(["Ethernet 2-vpn-0000"], table.Rows.Select(static row => row[3].Text));
        LetGo(host, filter);
    }

    // Two sends at the miniport, a send and two receives in the filter, two receives at the capture protocol: on the second card, which was bound last.
    private static InspectedHost Hold(out HoldingFilter filter, bool verifier = true)
    {
        InspectedHost host = new(verifier);
        filter = host.Holder.Made.OfType<HoldingFilter>().Last();
        host.Second.CompletesInline = false;
        host.TcpIp.Send(2);
        filter.HoldsSends = true;
        host.TcpIp6.Send(1);
        host.Capture.Holds = true;
        host.Second.Indicate(ReceiveFlags.None, host.Second.Frame(0x88B5), host.Second.Frame(0x88B5));
        filter.HoldsReceives = true;
        host.Second.Indicate(ReceiveFlags.None, host.Second.Frame(0x88B5), host.Second.Frame(0x88B5));
        return host;
    }

    private static void LetGo(InspectedHost host, HoldingFilter filter)
    {
        filter.HoldsSends = false;
        filter.Release();
        host.Second.CompletePending();
        host.Capture.ReturnHeld();
        Assert.Equal(0, host.Host.Kernel.Pools.TotalOutstanding);
    }
}
