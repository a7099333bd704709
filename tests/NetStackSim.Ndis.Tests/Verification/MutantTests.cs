using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>Acceptance scenario 40(c), second part: drivers by the book with one bug each, under random actions; every bug is found, and by its rule.</summary>
public sealed class MutantTests
{
    private const int Seeds = 4;
    private const int Actions = 400;
    private const long Second = 1_000_000_000;

    private static readonly Dictionary<DriverBug, VerifierRule> _rules = new()
    {
        [DriverBug.FilterSendsTwice] = NdisVerifierRules.Ownership,
        [DriverBug.FilterCompletesAndSends] = NdisVerifierRules.UseAfterFree,
        [DriverBug.FilterReturnsTwice] = NdisVerifierRules.UseAfterFree,
        [DriverBug.FilterReturnsALoan] = NdisVerifierRules.LoanReturned,
        [DriverBug.FilterForgetsToRelink] = NdisVerifierRules.ChainNotRestored,
        [DriverBug.FilterMovesTheDataStart] = NdisVerifierRules.DataSpaceNotRestored,
        [DriverBug.FilterPassesItsOwnUp] = NdisVerifierRules.SourceHandle,
        [DriverBug.FilterLeaksContext] = NdisVerifierRules.LeakedContext,
        [DriverBug.FilterPopsOutOfOrder] = NdisVerifierRules.ContextOrder,
        [DriverBug.FilterClaimsOneEtherType] = NdisVerifierRules.SingleEtherType,
        [DriverBug.FilterSendsWhilePaused] = NdisVerifierRules.DataInWrongState,
        [DriverBug.FilterBreaksTheCount] = NdisVerifierRules.BadChain,
        [DriverBug.FilterHoldsItsLock] = NdisVerifierRules.LockHeldAcrossCall,
        [DriverBug.FilterWritesReadOnlyData] = NdisVerifierRules.ReadOnlyData,
        [DriverBug.FilterLiesAboutTheProtocol] = NdisVerifierRules.OutOfBandTruth,
        [DriverBug.FilterTurnsReceivesAround] = NdisVerifierRules.DirectionSlots,
        [DriverBug.FilterKeepsASend] = NdisVerifierRules.FilterTimedDataSend,
        [DriverBug.FilterKeepsAReceive] = NdisVerifierRules.FilterTimedDataReceive,
        [DriverBug.FilterNeverPauses] = NdisVerifierRules.FilterTimedPauseComplete,
        [DriverBug.FilterForgetsARequest] = NdisVerifierRules.TimedOidComplete,
        [DriverBug.FilterForgetsItsTimer] = NdisVerifierRules.CancelTimerObject,
        [DriverBug.FilterAsksForTheIrql] = NdisVerifierRules.FlagsIrql,
        [DriverBug.MiniportCompletesAnOidTwice] = NdisVerifierRules.OidDoubleComplete,
        [DriverBug.MiniportFailsToPause] = NdisVerifierRules.PauseReturn,
        [DriverBug.MiniportIndicatesTwoBuffers] = NdisVerifierRules.OneNetBufferPerReceive,
        [DriverBug.MiniportIndicatesStatusAfterHalt] = NdisVerifierRules.IndicateStatusAfterHalt,
        [DriverBug.ProtocolReturnsTwice] = NdisVerifierRules.UseAfterFree,
        [DriverBug.ProtocolWritesAfterFree] = NdisVerifierRules.UseAfterFree,
    };

    public static TheoryData<string> Bugs => [.. Enum.GetNames<DriverBug>()];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void Scenario40_SeededBug_IsFoundByItsRule(string name)
    {
        DriverBug bug = Enum.Parse<DriverBug>(name);
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            World world = new(seed, bug);
            BugCheckException? stop = Record.Exception(world.Run) switch
            {
                null => null,
                BugCheckException found => found,
                Exception other => throw new InvalidOperationException($"{bug}, seed {seed}: {other.Message}", other),
            };

            string expected = $"{bug} {seed} {_rules[bug].Name}";
            string actual = $"{bug} {seed} {(world.Violations.Count > 0 ? world.Violations[0].Rule.Name : stop?.Message ?? "nothing")}";
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Scenario40_DriversWithoutABug_AreNotReported()
    {
        for (ulong seed = 1; seed <= 4 * Seeds; seed++)
        {
            World world = new(seed, null);
            world.Run();
            Assert.Empty(world.Violations);
        }
    }

    private sealed class World
    {
        private readonly RuleBench _bench;
        private readonly RandomStream _random;
        private readonly DriverBug? _bug;
        private bool _isPaused;

        internal World(ulong seed, DriverBug? bug)
        {
            _bug = bug;
            _random = new EventLoop(new EventLoopOptions { Seed = seed }).Random["mutants"];
            _bench = new RuleBench(
                (d, m) => new MutantFilter(d, m, () => _bench!.Runtime, bug ?? (DriverBug)(-1), _random),
                miniport: m => m.OnOid = OnOid,
                protocol: p => (p.Holds, p.FrameTypes) = (true, [0x0800, 0x86DD]));
            if (bug == DriverBug.MiniportFailsToPause)
            {
                _bench.Miniport.PauseResult = NdisStatus.Resources;
            }
        }

        internal IReadOnlyList<VerifierViolation> Violations => _bench.Kernel.Verifier!.Violations;

        internal void Run()
        {
            for (int i = 0; i < Actions; i++)
            {
                Step();
            }

            Settle();
            _bench.Host.Loop.RunFor(60 * Second);
            _bench.Runtime.RemoveAdapter(_bench.Adapter);
            _bench.Host.Loop.RunFor(60 * Second);
            if (_bug == DriverBug.MiniportIndicatesStatusAfterHalt)
            {
                _bench.Adapter.IndicateLinkState(new LinkState());
            }
        }

        private void Step()
        {
            _bench.Miniport.CompletesInline = _random.Chance(0.5);
            switch (_random.Next(10))
            {
                case 0 or 1 or 2:
                    if (!_isPaused)
                    {
                        _bench.Protocol.Send(1 + _random.Next(4));
                    }

                    break;
                case 3 or 4 or 5:
                    Indicate();
                    break;
                case 6:
                    ((MutantFilter)_bench.FilterDriver!.Made[0]).Inject();
                    break;
                case 7:
                    _bench.Protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
                    break;
                case 8:
                    Settle();
                    PauseOrRestart();
                    break;
                default:
                    Settle();
                    _bench.Host.Loop.RunFor(_random.Next(1000) * (Second / 1000));
                    break;
            }
        }

        private void Indicate()
        {
            if (_isPaused)
            {
                return;
            }

            NetBufferList[] frames = new NetBufferList[2 + _random.Next(3)];
            for (int i = 0; i < frames.Length; i++)
            {
                frames[i] = _bench.Miniport.Frame(i == 0 ? (ushort)0x0800 : (ushort)0x86DD);
                frames[i].NblFlags = NblFlags.ReceiveReadOnly;
            }

            if (_bug == DriverBug.MiniportIndicatesTwoBuffers && _bench.Miniport.Pool.TryRentNetBuffer(out NetBuffer? second))
            {
                frames[0].AppendNetBuffer(second);
            }

            _bench.Miniport.Indicate(RuleBench.Perfect | (_random.Chance(0.3) ? ReceiveFlags.Resources : 0), frames);
            NetBufferList? held = _bench.Protocol.Held.Head;
            byte[]? memory = held?.FirstNetBuffer.MdlChain!.Buffer;
            int offset = held?.FirstNetBuffer.MdlChain!.Offset ?? 0;
            _bench.Protocol.ReturnHeld();
            if (_bug == DriverBug.ProtocolWritesAfterFree && memory is not null)
            {
                memory[offset + 30] ^= 1;
            }
            else if (_bug == DriverBug.ProtocolReturnsTwice && held is not null)
            {
                NetBufferListChain again = NetBufferListChain.OfLinked(held);
                _bench.Protocol.Binding.Return(ref again, ReturnFlags.None);
            }
        }

        private void PauseOrRestart()
        {
            if (!_bench.Adapter.LastOperation.IsCompleted)
            {
                return;
            }

            _isPaused = !_isPaused;
            _ = _isPaused ? _bench.Runtime.PauseStack(_bench.Adapter) : _bench.Runtime.RestartStack(_bench.Adapter);
        }

        private void Settle()
        {
            _bench.Miniport.CompletePending();
            _bench.Protocol.ReturnHeld();
        }

        private NtStatus OnOid(OidRequest request)
        {
            if (request.Oid != Oid.GenVendorId || _bug != DriverBug.MiniportCompletesAnOidTwice)
            {
                return NtStatus.Success;
            }

            _bench.Adapter.OidRequestComplete(request, NtStatus.Success);
            _bench.Adapter.OidRequestComplete(request, NtStatus.Success);
            return NtStatus.Pending;
        }
    }
}
