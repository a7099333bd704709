using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.TcpIp.Tests;

public sealed class FragmentMapTests
{
    [Fact]
    public void Insert_FragmentsInOrder_CompletesWithTheLast()
    {
        FragmentMap<string> map = new();
        Assert.Equal(FragmentVerdict.Kept, Insert(map, 0, 8, false, "a"));
        Assert.False(map.IsComplete);
        Assert.Equal(FragmentVerdict.Kept, Insert(map, 8, 20, true, "b"));
        Assert.True(map.IsComplete);
        Assert.Equal(20, map.TotalLength);
    }

    [Fact]
    public void Insert_FragmentsBackwards_Completes()
    {
        FragmentMap<string> map = new();
        Insert(map, 16, 24, true, "c");
        Insert(map, 8, 16, false, "b");
        Insert(map, 0, 8, false, "a");
        Assert.True(map.IsComplete);
        Assert.Equal(["a", "b", "c"], map.Pieces.ToArray().Select(piece => piece.Item));
    }

    [Fact]
    public void Insert_ExactDuplicate_IsHarmlessUnderBothPolicies()
    {
        foreach (Ipv4OverlapPolicy policy in Enum.GetValues<Ipv4OverlapPolicy>())
        {
            FragmentMap<string> map = new();
            Insert(map, 0, 8, false, "a", policy);
            Assert.Equal(FragmentVerdict.Duplicate, Insert(map, 0, 8, false, "again", policy));
            Assert.Equal(1, map.Count);
        }
    }

    [Fact]
    public void Insert_OverlapUnderDropDatagram_IsRefused()
    {
        FragmentMap<string> map = new();
        Insert(map, 0, 16, false, "a", Ipv4OverlapPolicy.DropDatagram);
        Assert.Equal(FragmentVerdict.Overlap, Insert(map, 8, 24, false, "b", Ipv4OverlapPolicy.DropDatagram));
    }

    [Fact]
    public void Insert_NewSurroundsOld_ReplacesItUnderWindows()
    {
        FragmentMap<string> map = new();
        Insert(map, 8, 16, false, "old");
        Assert.Equal(FragmentVerdict.Kept, Insert(map, 0, 24, false, "new"));
        Assert.Equal(["old"], map.Replaced);
        Assert.Equal(["new"], map.Pieces.ToArray().Select(piece => piece.Item));
    }

    [Theory]
    [InlineData(8, 24, 16, 24)]
    [InlineData(0, 16, 0, 8)]
    public void Insert_PartOverlaps_OldDataStaysUnderWindows(int start, int end, int keptStart, int keptEnd)
    {
        FragmentMap<string> map = new();
        Insert(map, 8, 16, false, "old");
        int from = start;
        int to = end;
        Assert.Equal(FragmentVerdict.Kept, map.Insert(ref from, ref to, false, "new", Ipv4OverlapPolicy.Windows));
        Assert.Equal((keptStart, keptEnd), (from, to));
    }

    [Fact]
    public void Insert_BehindTheEnd_IsRefused()
    {
        FragmentMap<string> map = new();
        Insert(map, 8, 16, true, "last");
        Assert.Equal(FragmentVerdict.BeyondEnd, Insert(map, 16, 24, false, "behind"));
        Assert.Equal(FragmentVerdict.EndsDiffer, Insert(map, 24, 32, true, "another last"));
    }

    [Fact]
    public void Insert_LastEndsBeforeDataThatIsHere_IsRefused()
    {
        FragmentMap<string> map = new();
        Insert(map, 16, 24, false, "far");
        Assert.Equal(FragmentVerdict.BeyondEnd, Insert(map, 8, 16, true, "last"));
    }

    [Fact]
    public void Insert_AnySequence_AgreesWithAnArrayOfBytes()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int Start, int Length, bool Drop)[]>(),
            fragments =>
            {
                FragmentMap<string> map = new();
                string?[] bytes = new string?[64];
                bool dead = false;
                int serial = 0;
                foreach ((int rawStart, int rawLength, bool _) in fragments)
                {
                    int start = Math.Abs(rawStart % 40);
                    int end = start + 1 + Math.Abs(rawLength % 20);
                    string item = (++serial).ToString();
                    Naive(bytes, map, start, end, item);
                    Insert(map, start, end, false, item);
                    map.Replaced.Clear();
                    dead |= map.Count > 64;
                }

                Assert.False(dead);
                string?[] actual = new string?[64];
                foreach (FragmentMap<string>.Piece piece in map.Pieces)
                {
                    for (int i = piece.Start; i < piece.End; i++)
                    {
                        Assert.Null(actual[i]);
                        actual[i] = piece.Item;
                    }
                }

                Assert.Equal(bytes, actual);
                Assert.Equal(bytes.Count(b => b is not null), map.Covered);
            }).QuickCheckThrowOnFailure();
    }

    // The policy in words: what the new one surrounds strictly is replaced, elsewhere old bytes stay. A new fragment whose middle is taken
    // keeps only its front, because a fragment is never cut in two.
    private static void Naive(string?[] bytes, FragmentMap<string> map, int start, int end, string item)
    {
        foreach (FragmentMap<string>.Piece old in map.Pieces)
        {
            if (start < old.Start && end > old.End)
            {
                Array.Clear(bytes, old.Start, old.End - old.Start);
            }
        }

        int from = start;
        while (from < end && bytes[from] is not null)
        {
            from++;
        }

        for (int i = from; i < end && bytes[i] is null; i++)
        {
            bytes[i] = item;
        }
    }

    private static FragmentVerdict Insert(
        FragmentMap<string> map, int start, int end, bool isLast, string item, Ipv4OverlapPolicy policy = Ipv4OverlapPolicy.Windows) =>
        map.Insert(ref start, ref end, isLast, item, policy);
}
