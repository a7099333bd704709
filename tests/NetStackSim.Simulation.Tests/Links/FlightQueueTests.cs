using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;
using NetStackSim.Nic;

namespace NetStackSim.Simulation.Tests;

public sealed class FlightQueueTests
{
    [Fact]
    public void Add_AnyDueTimes_ComesOutAsAStableSort()
    {
        FramePool pool = new(new EventLoop());
        Prop.ForAll(Gen.Choose(0, 30).ListOf().ToArbitrary(), dues =>
        {
            FlightQueue queue = new();
            ulong id = 0;
            List<(int Due, ulong Id)> expected = [];
            foreach (int due in dues)
            {
                pool.TryRent(10, out Frame? frame);
                frame!.CorrelationId = ++id;
                expected.Add((due, id));
                FrameChain chain = new(frame);
                queue.Add(ref chain, due, (long)id);
            }

            List<(int Due, ulong Id)> actual = [];
            while (queue.Count > 0)
            {
                int due = (int)queue.Head.DueNs;
                FrameChain chain = default;
                queue.RemoveHead(ref chain);
                while (chain.RemoveFirst() is { } frame)
                {
                    actual.Add((due, frame.CorrelationId));
                    frame.Release();
                }
            }

            Assert.Equal(expected.OrderBy(x => x.Due).ThenBy(x => x.Id), actual);
        }).QuickCheckThrowOnFailure();
    }
}
