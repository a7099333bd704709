using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Kernel.Tests;

/// <summary>The merge of many sources against a naive sorted list, also when events create events while they run.</summary>
public sealed class TotalOrderTests
{
    private const int SourceCount = 12;

    [Fact]
    public void Loop_AnyScript_RunsLikeTheNaiveSortedList()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<int[]>(script => Assert.Equal(RunNaive(script), RunLoop(script))));
    }

    [Fact]
    public void Loop_LongScripts_RunLikeTheNaiveSortedList()
    {
        RandomStream random = new(20);
        for (int round = 0; round < 50; round++)
        {
            int[] script = new int[300];
            for (int i = 0; i < script.Length; i++)
            {
                script[i] = (int)random.NextUInt32();
            }

            Assert.Equal(RunNaive(script), RunLoop(script));
        }
    }

    // A script entry says which source gets an event, how far in the future, and how many children the event has when it runs.
    private static (int Source, long Delay, int Children) Decode(int entry)
    {
        uint bits = (uint)entry;
        return ((int)(bits % SourceCount), bits / SourceCount % 7 * 3, (int)(bits / (SourceCount * 7) % 4) == 3 ? 2 : 0);
    }

    private static List<string> RunLoop(int[] script)
    {
        EventLoop loop = new();
        List<string> log = [];
        int next = 0;
        SortedSource[] sources = new SortedSource[SourceCount];
        for (int i = 0; i < SourceCount; i++)
        {
            sources[i] = new SortedSource(loop, (EventClass)(i % 6), i);
        }

        void Create(int count)
        {
            for (; count > 0 && next < script.Length; count--, next++)
            {
                (int source, long delay, int children) = Decode(script[next]);
                sources[source].Add(loop.Now + delay, next, children);
            }
        }

        foreach (SortedSource source in sources)
        {
            source.Ran = (index, children) =>
            {
                log.Add($"{loop.Now} {source.Ordinal - sources[0].Ordinal} {index}");
                Create(children);
            };
        }

        Create(20);
        loop.RunUntilIdle();
        return log;
    }

    private static List<string> RunNaive(int[] script)
    {
        List<(long Due, int Class, int Sequence, int Source, int Index, int Children)> pending = [];
        List<string> log = [];
        int next = 0;
        int sequence = 0;
        long now = 0;

        void Create(int count)
        {
            for (; count > 0 && next < script.Length; count--, next++)
            {
                (int source, long delay, int children) = Decode(script[next]);
                pending.Add((now + delay, source % 6, ++sequence, source, next, children));
            }
        }

        Create(20);
        while (pending.Count > 0)
        {
            pending.Sort();
            (long due, _, _, int source, int index, int children) = pending[0];
            pending.RemoveAt(0);
            now = due;
            log.Add($"{now} {source} {index}");
            Create(children);
        }

        return log;
    }

    /// <summary>Keeps its events sorted and replaces its announcement whenever an earlier one comes in.</summary>
    private sealed class SortedSource(EventLoop loop, EventClass cls, int number) : EventSource(loop, cls, $"source {number}")
    {
        private readonly SortedSet<(long Due, long Sequence, int Index, int Children)> _events = [];

        public Action<int, int> Ran { get; set; } = (_, _) => { };

        public void Add(long due, int index, int children)
        {
            _events.Add((due, Loop.NextSequence(), index, children));
            Announce();
        }

        protected internal override void RunHead()
        {
            (long Due, long Sequence, int Index, int Children) head = _events.Min;
            _events.Remove(head);

            // Half of the sources announce before they run, the others after.
            if (Ordinal % 2 == 0)
            {
                Announce();
            }

            Ran(head.Index, head.Children);
            Announce();
        }

        private void Announce()
        {
            if (_events.Count > 0)
            {
                SetNext(_events.Min.Due, _events.Min.Sequence);
            }
            else
            {
                SetIdle();
            }
        }
    }
}
