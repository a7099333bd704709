using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Random sequences of legal driver actions: nothing is lost, nothing comes back twice, every state is legal. Each seed replays.</summary>
public sealed class RandomActionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RandomActions_ManySeeds_LoseNothing(bool verifier)
    {
        for (ulong seed = 1; seed <= 60; seed++)
        {
            Run(seed, verifier, 200);
        }
    }

    private static void Run(ulong seed, bool verifier, int actions)
    {
        EventLoop loop = new(new EventLoopOptions { Seed = seed });
        SimKernel kernel = new(loop, new SimKernelOptions { Verifier = verifier });
        NdisRuntime runtime = new(kernel);
        RandomStream random = loop.Random["actions"];
        World world = new(runtime, random);
        for (int i = 0; i < actions; i++)
        {
            world.Step();
        }

        world.Finish();
        Assert.True(kernel.CheckLeaks().IsClean, $"seed {seed}: {kernel.CheckLeaks()}");
        Assert.Equal(world.Sends, world.Completions);
    }

    private sealed class World
    {
        private readonly NdisRuntime _runtime;
        private readonly RandomStream _random;
        private readonly TestMiniport _miniport;
        private readonly List<TestProtocol> _protocols = [];
        private readonly List<TestFilterDriver> _filters = [];
        private int _names;

        public World(NdisRuntime runtime, RandomStream random)
        {
            _runtime = runtime;
            _random = random;
            AddProtocol();
            _miniport = TestMiniport.AddTo(runtime, [], configure: m => m.CompletesInline = false);
        }

        public int Sends { get; private set; }

        public int Completions { get; private set; }

        public void Step()
        {
            _miniport.CompletesInline = _random.Chance(0.3);
            switch (_random.Next(12))
            {
                case 0 or 1 or 2:
                    Send();
                    break;
                case 3 or 4 or 5:
                    Indicate();
                    break;
                case 6:
                    _miniport.CompletePending(_random.Next(5));
                    break;
                case 7:
                    Pick(_protocols).ReturnHeld(_random.Next(4));
                    break;
                case 8:
                    Drain();
                    ChangeFilters();
                    break;
                case 9:
                    Drain();
                    ChangeProtocols();
                    break;
                case 10:
                    Drain();
                    Assert.True(_runtime.PauseStack(_miniport.Adapter).IsCompleted);
                    Send();
                    Assert.True(_runtime.RestartStack(_miniport.Adapter).IsCompleted);
                    break;
                default:
                    Pick(_protocols).Binding.OidRequest(OidRequest.Query(Oid.GenStatistics, NdisStatistics.Size));
                    break;
            }
        }

        public void Finish()
        {
            Drain();
            Assert.True(_runtime.RemoveAdapter(_miniport.Adapter).IsCompleted);
        }

        private T Pick<T>(List<T> list) => list[_random.Next(list.Count)];

        private void Send()
        {
            int count = 1 + _random.Next(6);
            Sends += count;
            Pick(_protocols).Send(count, cancelId: (ulong)_random.Next(3));
        }

        private void Indicate()
        {
            NetBufferList[] frames = new NetBufferList[1 + _random.Next(6)];
            for (int i = 0; i < frames.Length; i++)
            {
                frames[i] = _miniport.Frame(_random.Chance(0.5) ? (ushort)0x0800 : (ushort)0x86DD);
            }

            foreach (TestProtocol protocol in _protocols)
            {
                protocol.Holds = _random.Chance(0.5);
            }

            ReceiveFlags flags = (_random.Chance(0.2) ? ReceiveFlags.Resources : 0) | (_random.Chance(0.5) ? ReceiveFlags.PerfectFiltered : 0);
            _miniport.Indicate(flags, frames);
        }

        // The miniport double does not drain by itself: what is out comes back before the stack is paused.
        private void Drain()
        {
            _miniport.CompletePending();
            foreach (TestProtocol protocol in _protocols)
            {
                protocol.ReturnHeld();
            }
        }

        private void ChangeFilters()
        {
            if (_filters.Count > 0 && _random.Chance(0.5))
            {
                TestFilterDriver gone = Pick(_filters);
                _filters.Remove(gone);
                gone.Registration.Dispose();
                return;
            }

            string name = $"f{_names++}";
            FilterOptions options = new()
            {
                Name = name,
                Type = _random.Chance(0.3) ? FilterType.Monitoring : FilterType.Modifying,
                Class = (FilterClass)_random.Next(12),
                IsMandatory = _random.Chance(0.2),
            };
            _filters.Add(TestFilterDriver.Register(_runtime, [], name, Make(), options: options));
        }

        private Func<TestFilterDriver, FilterModule, IFilter> Make() => _random.Next(3) switch
        {
            0 => static (d, m) => new IdleFilter(d, m),
            1 => static (d, m) => new SendOnlyFilter(d, m),
            _ => static (d, m) => new PassThroughFilter(d, m),
        };

        private void ChangeProtocols()
        {
            if (_protocols.Count > 1 && _random.Chance(0.5))
            {
                TestProtocol gone = Pick(_protocols);
                _protocols.Remove(gone);
                gone.Registration.Dispose();
                return;
            }

            AddProtocol();
        }

        private void AddProtocol() =>
            _protocols.Add(TestProtocol.Register(_runtime, [], $"p{_names++}", protocol =>
            {
                protocol.FrameTypes = _random.Chance(0.5) ? [0x0800] : [];
                protocol.OnCompleted = _ => Completions++;
            }));
    }
}
