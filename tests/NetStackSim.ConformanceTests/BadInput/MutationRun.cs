using NetStackSim.ConformanceTests.Support;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>One seed: its own network, its own frames. Every frame is judged when it is in, the whole host at the end.</summary>
internal sealed class MutationRun
{
    private const int StepsBetweenTalk = 50;
    private const int StepsBetweenChecks = 10_000;
    private const long LargestGrowth = 16 << 20;
    private const int MostObjectsOfAPool = 5_000;

    private readonly ulong _seed;
    private readonly Victim _victim;
    private readonly FrameCorpus _corpus;
    private readonly RandomStream _random;
    private readonly FrameMutator _mutator;
    private readonly Fate _fate;
    private readonly List<byte[]> _live = [];
    private int _endsJudged;
    private long _baseline;

    public MutationRun(ulong seed, bool armed)
    {
        _seed = seed;
        _random = new RandomStream(StableHash.Mix(seed, 0x6D75_7461_7465));
        _victim = new Victim(seed, armed);
        _victim.Start();
        _corpus = new FrameCorpus(_victim);
        _mutator = new FrameMutator(_random);
        _fate = new Fate(_victim.Host);
    }

    public int Repaired { get; private set; }

    public IReadOnlyList<DropReason> Reasons => [.. _victim.Host.Kernel.Drops.Snapshot().Select(count => count.Reason)];

    public string Summary =>
        $"{_victim.ConversationsStarted} conversations, {_victim.Ends.Count} ended at the victim, {_victim.Network.Elapsed.TotalSeconds:F1} s virtual";

    public void Execute(int frames)
    {
        int step = 0;
        byte[] last = [];
        try
        {
            for (; step < frames; step++)
            {
                ReadOnlySpan<byte> frame = Choose();
                last = frame.ToArray();
                Inject(frame);
                Proceed(step);
            }

            Finish();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {_seed}, frame {step}: {e.Message} Last frame: {Convert.ToHexString(last)}", e);
        }
    }

    private ReadOnlySpan<byte> Choose()
    {
        // What the peers sent last is in the window; the corpus has every protocol.
        bool live = _live.Count > 0 && _random.Chance(0.4);
        ReadOnlySpan<byte> frame = _mutator.Next(live ? _live : _corpus.Frames);
        Repaired += _mutator.WasRepaired ? 1 : 0;
        return frame;
    }

    private void Inject(ReadOnlySpan<byte> frame)
    {
        _fate.Begin();
        _victim.Received.IsPaused = true;
        _victim.Injector.Put(frame);
        _victim.Received.IsPaused = false;
        _victim.Injector.Settle();
        Assert.True(_fate.IsKnown(frame), "The frame vanished: no layer took, answered or counted it.");
    }

    private void Proceed(int step)
    {
        if (step % StepsBetweenTalk == 0)
        {
            _victim.Talk(1 + _random.Next(4000));
            _victim.Network.RunFor(TimeSpan.FromMicroseconds(200));
            FrameCorpus.Refresh(_live, _victim.Received.Frames);
            JudgeEnds();
            _victim.Replenish();
        }

        if (step % 5_000 == 4_999)
        {
            // Reassembly, retransmission and neighbour timers get their turn.
            _victim.Network.RunFor(TimeSpan.FromSeconds(_random.Next(1, 61)));
        }

        if (step % StepsBetweenChecks == StepsBetweenChecks - 1)
        {
            CheckMemory(step);
        }
    }

    private void JudgeEnds()
    {
        for (; _endsJudged < _victim.Ends.Count; _endsJudged++)
        {
            ConnectionEnd end = _victim.Ends[_endsJudged];
            Assert.True(IsByRule(end, StatusOf(end.Error)), $"A connection ended by no rule: {end}");
        }
    }

    // Orderly after a FIN, reset after a RST, given up after retransmissions, refused: nothing else may end a connection, and nothing without its cause.
    private bool IsByRule(ConnectionEnd end, NtStatus status)
    {
        bool wasOpen = end.Local.Port != 0;
        if (status == NtStatus.Success)
        {
            return _victim.Endings.WasEnded(end.Local, end.Remote);
        }

        if (status == NtStatus.ConnectionReset && wasOpen)
        {
            return _victim.Endings.WasReset(end.Local, end.Remote);
        }

        return status == NtStatus.IoTimeout || (!wasOpen && (status == NtStatus.ConnectionRefused || status == NtStatus.ConnectionReset));
    }

    private static NtStatus StatusOf(Exception? error) => error switch
    {
        null => NtStatus.Success,
        SocketStatusException direct => direct.Status,
        { InnerException: SocketStatusException inner } => inner.Status,
        _ => NtStatus.Unsuccessful,
    };

    private void CheckMemory(int step)
    {
        foreach (IKernelPool pool in _victim.Host.Kernel.Pools.Pools)
        {
            Assert.True(pool.Created <= MostObjectsOfAPool, $"Pool '{pool.Name}' made {pool.Created} objects.");
        }

        long now = GC.GetTotalMemory(forceFullCollection: true);
        if (step < 2 * StepsBetweenChecks)
        {
            _baseline = now;
        }

        Assert.True(now - _baseline < LargestGrowth, $"Managed memory grew by {now - _baseline} bytes.");
    }

    private void Finish()
    {
        // Whoever survived must still work; then everything goes, and nothing may stay behind.
        _victim.Network.RunFor(TimeSpan.FromSeconds(300));
        JudgeEnds();
        _victim.Replenish();
        _victim.Network.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(6, _victim.OpenConversations);
        Packets.IpAddress v4 = _victim.Host.AddressOf(IpFamily.V4);
        Packets.IpAddress v6 = _victim.Host.AddressOf(IpFamily.V6);
        Assert.True(_victim.Network.Run(async () => (await _victim.Alice.PingAsync(v4)).Status.IsSuccess), "No answer to an IPv4 echo request.");
        Assert.True(_victim.Network.Run(async () => (await _victim.Alice.PingAsync(v6)).Status.IsSuccess), "No answer to an IPv6 echo request.");
        LeakReport report = _victim.Stop();
        Assert.True(report.IsClean, report.ToString());
    }
}
