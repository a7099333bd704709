using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.TcpIp.Tests;

public sealed class PrefixTreeTests
{
    private sealed record Entry(UInt128 Key, int Length);

    private readonly struct First : PrefixTree<Entry>.IChooser
    {
        public Entry? Choose(List<Entry> values) => values.Count > 0 ? values[0] : null;
    }

    // Few distinct bits, so that prefixes nest and collide.
    private static UInt128 KeyFrom(int bits) => (UInt128)(uint)(bits & 0xFF) << 120;

    private static Entry? Naive(List<Entry> entries, UInt128 key)
    {
        Entry? best = null;
        foreach (Entry entry in entries)
        {
            UInt128 mask = entry.Length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - entry.Length);
            if (((entry.Key ^ key) & mask) == UInt128.Zero && (best is null || entry.Length > best.Length))
            {
                best = entry;
            }
        }

        return best;
    }

    [Fact]
    public void Find_AnyAdditionsAndRemovals_AgreesWithALinearScan()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<(int Key, int Length, bool Remove)[]>(),
            operations =>
            {
                PrefixTree<Entry> tree = new();
                List<Entry> entries = [];
                foreach ((int key, int length, bool remove) in operations)
                {
                    int bits = Math.Abs(length % 9);
                    if (remove && entries.Count > 0)
                    {
                        Entry victim = entries[Math.Abs(key % entries.Count)];
                        entries.Remove(victim);
                        Assert.True(tree.Remove(victim.Key, victim.Length, victim));
                        continue;
                    }

                    Entry added = new(KeyFrom(key), bits);
                    if (!entries.Exists(e => e == added))
                    {
                        entries.Add(added);
                        tree.Add(added.Key, added.Length, added);
                    }
                }

                for (int i = 0; i < 256; i++)
                {
                    Entry? expected = Naive(entries, KeyFrom(i));
                    Entry? actual = tree.Find(KeyFrom(i), default(First));
                    Assert.Equal(expected?.Length, actual?.Length);
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Find_HostPrefixAtFullLength_IsFound()
    {
        PrefixTree<Entry> tree = new();
        Entry host = new(UInt128.MaxValue, 128);
        tree.Add(host.Key, 128, host);

        Assert.Same(host, tree.Find(UInt128.MaxValue, default(First)));
        Assert.Null(tree.Find(UInt128.MaxValue - 1, default(First)));
    }

    [Fact]
    public void Remove_OfSomethingThatIsNotThere_IsFalse()
    {
        PrefixTree<Entry> tree = new();
        Entry entry = new(KeyFrom(0x80), 1);
        Assert.False(tree.Remove(entry.Key, 1, entry));
        tree.Add(entry.Key, 1, entry);
        Assert.False(tree.Remove(entry.Key, 2, entry));
        Assert.True(tree.Remove(entry.Key, 1, entry));
        Assert.Null(tree.Find(KeyFrom(0xFF), default(First)));
    }
}
