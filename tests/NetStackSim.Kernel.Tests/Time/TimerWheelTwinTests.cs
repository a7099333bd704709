using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Kernel.Tests;

/// <summary>The wheel against a naive list of timers: same order, same times, under any mix of set, cancel, dispose and passing time.</summary>
public sealed class TimerWheelTwinTests
{
    private const int TimerCount = 24;

    [Fact]
    public void Wheel_AnyScript_ExpiresLikeTheNaiveList()
    {
        Check.QuickThrowOnFailure(Prop.ForAll<int[]>(script => Compare(script)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Wheel_LongScripts_ExpireLikeTheNaiveList(int seed)
    {
        RandomStream random = new((ulong)seed);
        for (int round = 0; round < 60; round++)
        {
            int[] script = new int[400];
            for (int i = 0; i < script.Length; i++)
            {
                script[i] = (int)random.NextUInt32();
            }

            Compare(script);
        }
    }

    private static void Compare(int[] script)
    {
        Wheel wheel = new();
        Naive naive = new();
        foreach (int entry in script)
        {
            RandomStream step = new((ulong)entry);
            int timer = step.Next(TimerCount);
            long span = Span(step);
            switch (step.Next(8))
            {
                case 0:
                    Assert.Equal(naive.Cancel(timer), wheel.Cancel(timer));
                    break;
                case 1:
                    naive.Cancel(timer);
                    wheel.Dispose(timer);
                    break;
                case 2:
                case 3:
                    naive.RunFor(span);
                    wheel.RunFor(span);
                    break;
                default:
                    naive.Set(timer, naive.Now + span);
                    wheel.Set(timer, span);
                    break;
            }

            Assert.Equal(naive.Fired, wheel.Fired);
            Assert.Equal(naive.Armed, wheel.Armed);
        }

        naive.RunFor(long.MaxValue / 2);
        wheel.RunUntilIdle();
        Assert.Equal(naive.Fired, wheel.Fired);
        Assert.Equal(0, wheel.Armed);
    }

    // From nanoseconds to hours, often equal, often just beside a border of a tick or a level.
    private static long Span(RandomStream step)
    {
        long span = 1L << step.Next(44);
        return step.Next(4) switch
        {
            0 => span,
            1 => span - 1,
            2 => step.Next(0L, span + 1),
            _ => 0,
        };
    }

    private sealed class Wheel : ITimerTarget
    {
        private readonly EventLoop _loop = new();
        private readonly KernelTimer[] _timers = new KernelTimer[TimerCount];

        public Wheel()
        {
            SimKernel kernel = new(_loop);
            for (int i = 0; i < TimerCount; i++)
            {
                _timers[i] = new KernelTimer(kernel.BootProcessor, this, i);
            }
        }

        public List<(long Time, int Id)> Fired { get; } = [];

        public int Armed => _loop.ArmedTimers;

        public void OnTimer(int id)
        {
            Fired.Add((_loop.Now, id));

            // A quarter of the timers sets its neighbour when it expires.
            if (id % 4 == 0 && Fired.Count % 3 != 0)
            {
                _timers[id + 1].SetAfter(id * 1000);
            }
        }

        public void Set(int timer, long span) => _timers[timer].SetAfter(span);

        public bool Cancel(int timer) => _timers[timer].Cancel();

        public void Dispose(int timer) => _timers[timer].Dispose();

        public void RunFor(long span) => _loop.RunFor(span);

        public void RunUntilIdle() => _loop.RunUntilIdle();
    }

    private sealed class Naive
    {
        private readonly List<(long Due, int Sequence, int Id)> _set = [];
        private int _sequence;

        public List<(long Time, int Id)> Fired { get; } = [];

        public long Now { get; private set; }

        public int Armed => _set.Count;

        public void Set(int timer, long due)
        {
            Cancel(timer);
            _set.Add((due, ++_sequence, timer));
        }

        public bool Cancel(int timer) => _set.RemoveAll(entry => entry.Id == timer) > 0;

        public void RunFor(long span)
        {
            long end = Now + span;
            while (_set.Count > 0)
            {
                _set.Sort();
                (long due, _, int id) = _set[0];
                if (due > end)
                {
                    break;
                }

                _set.RemoveAt(0);
                Now = due;
                Fired.Add((Now, id));
                if (id % 4 == 0 && Fired.Count % 3 != 0)
                {
                    Set(id + 1, Now + (id * 1000));
                }
            }

            Now = end;
        }
    }
}
