using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Ndis.Tests.Buffers;

public sealed class NetBufferListChainTests
{
    private readonly NetBufferListPool _pool = new TestHost().BarePool();

    [Fact]
    public void Chain_AddAndRemove_KeepsOrderAndCount()
    {
        NetBufferListChain chain = default;
        NetBufferList[] lists = Rent(3);
        chain.Add(lists[1]);
        chain.Add(lists[2]);
        chain.AddFirst(lists[0]);

        Assert.Equal(3, chain.Count);
        Assert.Same(lists[0], chain.Head);
        Assert.Same(lists[2], chain.Tail);
        Assert.Same(lists[0], chain.RemoveFirst());
        Assert.Null(lists[0].Next);
        Assert.Same(lists[1], chain.RemoveFirst());
        Assert.True(chain.TryRemoveFirst(out NetBufferList? last));
        Assert.Same(lists[2], last);
        Assert.True(chain.IsEmpty);
        Assert.Null(chain.Tail);
        Assert.Null(chain.RemoveFirst());
    }

    [Fact]
    public void Chain_Append_EmptiesTheOther()
    {
        NetBufferListChain first = Chain(Rent(2));
        NetBufferListChain second = Chain(Rent(3));
        NetBufferListChain empty = default;

        first.Append(ref second);
        first.Append(ref empty);
        empty.Append(ref first);

        Assert.Equal((0, 0, 5), (first.Count, second.Count, empty.Count));
        Assert.True(first.IsEmpty && second.IsEmpty);
        Assert.Equal(5, Walk(empty));
    }

    [Fact]
    public void Chain_Take_LeavesNothingBehind()
    {
        NetBufferListChain chain = Chain(Rent(2));

        NetBufferListChain taken = chain.Take();

        Assert.True(chain.IsEmpty);
        Assert.Equal(0, chain.Count);
        Assert.Equal(2, taken.Count);
    }

    [Theory]
    [InlineData(0, 0, 4)]
    [InlineData(1, 1, 3)]
    [InlineData(4, 4, 0)]
    [InlineData(9, 4, 0)]
    public void Chain_TakeFirst_SplitsByCount(int count, int taken, int left)
    {
        NetBufferListChain chain = Chain(Rent(4));

        NetBufferListChain first = chain.TakeFirst(count);

        Assert.Equal((taken, left), (first.Count, chain.Count));
        Assert.Equal((taken, left), (Walk(first), Walk(chain)));
    }

    [Fact]
    public void Chain_WalkThatGivesListsAway_SeesAll()
    {
        NetBufferListChain chain = Chain(Rent(4));
        int seen = 0;
        foreach (NetBufferList list in chain)
        {
            list.Free();
            seen++;
        }

        Assert.Equal(4, seen);
    }

    [Fact]
    public void Queue_ChainsInAndOut_KeepsOrder()
    {
        NetBufferList[] lists = Rent(5);
        NetBufferListQueue queue = default;
        NetBufferListChain chain = Chain(lists[1..4]);
        queue.Enqueue(ref chain);
        queue.Enqueue(lists[4]);
        queue.EnqueueFirst(lists[0]);

        Assert.True(chain.IsEmpty);
        foreach (NetBufferList expected in lists)
        {
            Assert.True(queue.TryDequeue(out NetBufferList? list));
            Assert.Same(expected, list);
        }

        Assert.False(queue.TryDequeue(out _));
        Assert.True(queue.IsEmpty);
    }

    [Fact]
    public void Queue_MoveMatching_TakesCancelledListsOnly()
    {
        NetBufferList[] lists = Rent(5);
        NetBufferListQueue queue = default;
        foreach (NetBufferList list in lists)
        {
            queue.Enqueue(list);
        }

        lists[1].CancelId = 9;
        lists[2].CancelId = 9;
        lists[4].CancelId = 9;
        NetBufferListChain cancelled = default;

        Assert.Equal(3, queue.MoveMatching(new CancelIdPredicate(9), ref cancelled));

        Assert.Equal(3, Walk(cancelled));
        Assert.Equal(2, queue.Count);
        Assert.True(queue.TryDequeue(out NetBufferList? first));
        Assert.Same(lists[0], first);
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("aaa", "aaa", "")]
    [InlineData("bb", "", "bb")]
    [InlineData("abba", "aa", "bb")]
    [InlineData("ababab", "aaa", "bbb")]
    public void Classifier_Split_KeepsOrderInBothParts(string input, string matching, string others)
    {
        NetBufferListChain chain = Labelled(input);
        NetBufferListChain yes = default;
        NetBufferListChain no = default;

        NetBufferListClassifier.Split(ref chain, new IsLabel('a'), ref yes, ref no);

        Assert.True(chain.IsEmpty);
        Assert.Equal(matching, Labels(yes));
        Assert.Equal(others, Labels(no));
    }

    [Fact]
    public void Classifier_Split_AnyChain_EqualsTheNaiveTwin()
    {
        Prop.ForAll<bool[]>(labels =>
        {
            string input = string.Concat(labels.Select(label => label ? 'a' : 'b'));
            NetBufferListChain chain = Labelled(input);
            NetBufferListChain yes = Labelled("a");
            NetBufferListChain no = default;

            NetBufferListClassifier.Split(ref chain, new IsLabel('a'), ref yes, ref no);

            bool equal = Labels(yes) == "a" + string.Concat(input.Where(label => label == 'a')) && Labels(no) == string.Concat(input.Where(label => label == 'b'));
            return equal && Walk(yes) + Walk(no) == input.Length + 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Classifier_SplitByIndex_FillsBuckets()
    {
        NetBufferListChain chain = Labelled("bacabba");
        NetBufferListQueue[] buckets = new NetBufferListQueue[3];

        NetBufferListClassifier.SplitByIndex(ref chain, new LabelIndex(), buckets);

        Assert.Equal([3, 3, 1], buckets.Select(bucket => bucket.Count));
        Assert.True(chain.IsEmpty);
    }

    [Fact]
    public void Classifier_TakeRun_StopsWhereTheValueChanges()
    {
        NetBufferListChain chain = Labelled("aabbba");

        Assert.Equal(2, NetBufferListClassifier.RunLength<LabelIndex, int>(chain, default));
        NetBufferListChain run = NetBufferListClassifier.TakeRun<LabelIndex, int>(ref chain, default, out int value);
        Assert.Equal(("aa", 0, "bbba", 4), (Labels(run), value, Labels(chain), chain.Count));
        run = NetBufferListClassifier.TakeRun<LabelIndex, int>(ref chain, default, out value);
        Assert.Equal(("bbb", 1), (Labels(run), value));
        run = NetBufferListClassifier.TakeRun<LabelIndex, int>(ref chain, default, out value);
        Assert.Equal(("a", 0), (Labels(run), value));
        Assert.True(chain.IsEmpty);
        Assert.Null(chain.Tail);
    }

    [Fact]
    public void Statistics_OfAChain_CountListsFramesAndBytes()
    {
        NetBufferListPool data = new TestHost().DataPool();
        NetBufferListChain chain = default;
        chain.Add(TestHost.Filled(data, 100));
        NetBufferList two = TestHost.Filled(data, 50);
        Assert.True(_pool.TryRentNetBuffer(out NetBuffer? extra));
        extra.SetData(NetStackSim.Kernel.Mdl.Over(new byte[30]), 0, 30);
        two.AppendNetBuffer(extra);
        chain.Add(two);

        Assert.Equal(new NetBufferListStatistics(2, 3, 180), NetBufferListStatistics.Of(chain));
    }

    private static int Walk(scoped in NetBufferListChain chain)
    {
        int count = 0;
        NetBufferList? last = null;
        foreach (NetBufferList list in chain)
        {
            last = list;
            count++;
        }

        Assert.Same(last, chain.Tail);
        Assert.Equal(chain.Count, count);
        return count;
    }

    private static NetBufferListChain Chain(NetBufferList[] lists)
    {
        NetBufferListChain chain = default;
        foreach (NetBufferList list in lists)
        {
            chain.Add(list);
        }

        return chain;
    }

    private static string Labels(scoped in NetBufferListChain chain)
    {
        string labels = string.Empty;
        foreach (NetBufferList list in chain)
        {
            labels += (char)list.Flags;
        }

        Assert.Equal(labels.Length, chain.Count);
        return labels;
    }

    private NetBufferListChain Labelled(string labels)
    {
        NetBufferListChain chain = default;
        foreach (char label in labels)
        {
            NetBufferList list = _pool.Get();
            list.Flags = label;
            chain.Add(list);
        }

        return chain;
    }

    private NetBufferList[] Rent(int count)
    {
        NetBufferList[] lists = new NetBufferList[count];
        for (int i = 0; i < count; i++)
        {
            lists[i] = _pool.Get();
        }

        return lists;
    }

    private readonly struct IsLabel(char label) : INetBufferListPredicate
    {
        public bool Matches(NetBufferList list) => list.Flags == label;
    }

    private readonly struct LabelIndex : INetBufferListSelector<int>
    {
        public int Select(NetBufferList list) => (int)list.Flags - 'a';
    }
}
