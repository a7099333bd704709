using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>
/// Random actions on a host with VLANs over an adapter, a team of two, and a VLAN over the team: sends, receives, returns, completions, pauses of any stack, filters, links,
/// power, requests that pend, VLANs, members and adapters that come and go. Nothing is lost, nothing comes back twice, no state is illegal; each seed replays.
/// </summary>
public sealed class RandomMuxActionTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 101)]
    [InlineData(false, 201)]
    public void RandomActions_ManySeeds_LoseNothing(bool verifier, int first)
    {
        for (int seed = first; seed < first + 60; seed++)
        {
            try
            {
                new World((ulong)seed, verifier).Run(250);
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}");
            }
        }
    }

    private sealed class World
    {
        private const string Team = "team0";

        private static readonly MacAddress[] Strange = [MacAddress.Broadcast, MacAddress.Parse("33-33-00-00-00-01"), MacAddress.Parse("02-00-00-00-00-77")];

        private readonly EventLoop _loop;
        private readonly SimKernel _kernel;
        private readonly NdisRuntime _runtime;
        private readonly RandomStream _random;
        private readonly VlanMuxDriver _vlans;
        private readonly TeamDriver _teams;
        private readonly Above _above = new();
        private readonly Nic[] _nics;
        private readonly List<TestFilterDriver> _filters = [];
        private int _filterNames;

        public World(ulong seed, bool verifier)
        {
            _loop = new EventLoop(new EventLoopOptions { Seed = seed });
            _kernel = new SimKernel(_loop, new SimKernelOptions { Verifier = verifier });
            _runtime = new NdisRuntime(_kernel);
            _random = _loop.Random["actions"];
            _vlans = new VlanMuxDriver(_runtime);
            _teams = new TeamDriver(_runtime);
            _runtime.RegisterProtocol(_above, new ProtocolOptions { Name = "above" });
            _nics = [new Nic(0, true), new Nic(1, true), new Nic(2, true), new Nic(3, false)];
            foreach (Nic nic in _nics)
            {
                nic.Plug(this);
            }

            _teams.AddTeam(new TeamOptions { Name = Team });
            _teams.AddMember(Team, "nic1");
            _teams.AddMember(Team, "nic2");
            _vlans.AddVlan("nic0", new VlanOptions { VlanId = 0 });
            _vlans.AddVlan("nic0", new VlanOptions { VlanId = 1 });
            _vlans.AddVlan("nic3", new VlanOptions { VlanId = 1 });
            _vlans.AddVlan(Team, new VlanOptions { VlanId = 1 });
            _loop.RunFor(1_000);
        }

        public void Run(int actions)
        {
            for (int i = 0; i < actions; i++)
            {
                Step();
                _loop.RunFor(_random.Next(3) * 1_000);
            }

            Finish();
        }

        private void Step()
        {
            switch (_random.Next(24))
            {
                case < 6:
                    Send();
                    break;
                case < 10:
                    Indicate();
                    break;
                case < 13:
                    Pick(_nics).CompleteSome(_random.Next(4));
                    break;
                case < 15:
                    _above.ReturnSome(_random);
                    break;
                case 15:
                    PauseOrRestart();
                    break;
                case 16:
                    ChangeVlans();
                    break;
                case 17:
                    ChangeMembers();
                    break;
                case 18:
                    ChangeFilters();
                    break;
                case 19:
                    Pick(_nics).SetLink(_random.Chance(0.6));
                    break;
                case 20:
                    ChangePower();
                    break;
                case 21:
                    ChangeAdapters();
                    break;
                default:
                    Request();
                    break;
            }
        }

        private void Send()
        {
            if (_above.PickRunning(_random) is { } protocol)
            {
                NetBufferListChain chain = default;
                for (int count = 1 + _random.Next(4); count > 0; count--)
                {
                    chain.Add(SendList(protocol));
                }

                protocol.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
            }
        }

        private NetBufferList SendList(TestProtocol protocol)
        {
            NetBufferList list = protocol.NewList(_random.Chance(0.05) ? 10 : 60 + _random.Next(100));
            byte[] bytes = TestHost.Pattern(list.DataLength, _random.Next(256));
            if (_random.Chance(0.5) && bytes.Length > 14)
            {
                (bytes[0], bytes[12], bytes[13], bytes[14]) = (2, 8, 0, 0x45);
            }

            list.FirstNetBuffer.CopyFrom(0, bytes);
            list.Vlan = new VlanInfo(_random.Next(8), _random.Chance(0.05) ? 9 : 0);
            return list;
        }

        private void Indicate()
        {
            Nic nic = Pick(_nics);
            if (nic.Miniport is not { } miniport || miniport.Adapter.State != AdapterState.Running)
            {
                return;
            }

            NetBufferList[] lists = new NetBufferList[1 + _random.Next(5)];
            for (int i = 0; i < lists.Length; i++)
            {
                MacAddress to = _random.Chance(0.6) ? nic.Address : Strange[_random.Next(Strange.Length)];
                bool inside = _random.Chance(0.3);
                lists[i] = miniport.Frame(to: to, tagged: inside);
                lists[i].Vlan = inside ? default : new VlanInfo(_random.Next(8), _random.Next(3));
            }

            miniport.Indicate(_random.Chance(0.2) ? ReceiveFlags.Resources : ReceiveFlags.None, lists);
        }

        private void PauseOrRestart()
        {
            MiniportAdapter adapter = Pick(_runtime.Adapters);
            _ = _random.Chance(0.4) ? _runtime.PauseStack(adapter) : _runtime.RestartStack(adapter);
        }

        private void ChangeVlans()
        {
            string lower = Pick(["nic0", "nic3", Team]);
            int id = _random.Next(3);
            _ = _random.Chance(0.6) ? _vlans.AddVlan(lower, new VlanOptions { VlanId = id, MacAddress = _random.Chance(0.3) ? new MacAddress(0x0200_0000_0077) : default })
                : _vlans.RemoveVlan($"{lower}.{id}");
        }

        private void ChangeMembers()
        {
            string member = Pick(["nic1", "nic2"]);
            _ = _random.Chance(0.6) ? _teams.AddMember(Team, member) : _teams.RemoveMember(Team, member);
        }

        private void ChangeFilters()
        {
            if (_filters.Count > 0 && _random.Chance(0.5))
            {
                TestFilterDriver removed = Pick(_filters);
                _filters.Remove(removed);
                removed.Registration.Dispose();
            }
            else if (_filters.Count < 3)
            {
                _filters.Add(TestFilterDriver.Register(_runtime, [], $"filter{_filterNames++}", static (driver, module) => new PassThroughFilter(driver, module)));
            }
        }

        private void ChangePower()
        {
            MiniportAdapter adapter = Pick(_runtime.Adapters);
            _runtime.SetPower(adapter, _random.Chance(0.3) ? DevicePowerState.D3 : DevicePowerState.D0);
        }

        private void ChangeAdapters()
        {
            Nic nic = Pick(_nics);
            if (nic.Miniport is null)
            {
                nic.Plug(this);
            }
            else if (_random.Chance(0.3))
            {
                nic.Unplug(this, surprise: _random.Chance(0.5));
            }
            else
            {
                DisableOrEnableVirtual();
            }
        }

        private void DisableOrEnableVirtual()
        {
            string name = Pick(["nic0.0", "nic0.1", "nic3.1", Team, Team + ".1"]);
            if (_runtime.FindAdapter(name) is { } adapter)
            {
                _runtime.RemoveAdapter(adapter);
                return;
            }

            string lower = name == Team ? "nic1" : name[..name.IndexOf('.', StringComparison.Ordinal)];
            if (_runtime.FindAdapter(lower) is { } below)
            {
                _runtime.Notify(below, new NetPnPEvent(NetPnPEventCode.ImReEnableDevice, name));
            }
        }

        private void Request()
        {
            foreach (Nic nic in _nics)
            {
                nic.AnswerRequests(_random.Chance(0.8) ? NtStatus.Success : NdisStatus.Resources);
                nic.Pends = _random.Chance(0.3);
            }

            if (_above.PickRunning(_random) is { } protocol)
            {
                PacketFilter filter = (PacketFilter)_random.Next(16);
                protocol.Binding.OidRequest(_random.Chance(0.5) ? OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)filter)
                    : OidRequest.Set(Oid.Ethernet8023MulticastList, new byte[] { 0x33, 0x33, 0, 0, 0, (byte)_random.Next(4) }.AsMemory()));
            }
        }

        private void Finish()
        {
            foreach (Nic nic in _nics)
            {
                nic.Pends = false;
            }

            _vlans.Dispose();
            _teams.Dispose();
            for (int i = 0; i < 40; i++)
            {
                Settle();
            }

            foreach (Nic nic in _nics)
            {
                nic.Unplug(this, surprise: false);
            }

            for (int i = 0; i < 20; i++)
            {
                Settle();
            }

            Assert.True(_runtime.Adapters.Count == 0, string.Join("; ", _runtime.Adapters.Select(static a => $"{a}: {string.Join(" / ", a.Stack.RecentOperations.Select(r => r.ToString()))}")));
            Assert.Empty(_runtime.Interfaces.StackEntries);
            Assert.True(_kernel.CheckLeaks().IsClean, $"{_kernel.CheckLeaks()}");
            Assert.All(_above.All, static protocol => Assert.Equal(0, protocol.Pool?.Outstanding ?? 0));
        }

        private void Settle()
        {
            foreach (Nic nic in _nics)
            {
                nic.CompleteSome(int.MaxValue);
                nic.AnswerRequests(NtStatus.Success);
            }

            _above.ReturnAll();
            _loop.RunFor(10_000);
        }

        private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

        /// <summary>An adapter that can be pulled out and put in.</summary>
        private sealed class Nic(int index, bool insertsTags)
        {
            private readonly List<(TestMiniport Miniport, OidRequest Request)> _requests = [];
            private readonly List<TestMiniport> _old = [];

            public TestMiniport? Miniport { get; private set; }

            public MacAddress Address { get; } = TeamBench.AddressOf(index);

            public bool Pends { get; set; }

            public void Plug(World world)
            {
                if (world._runtime.FindAdapter($"nic{index}") is not null)
                {
                    return;
                }

                Miniport = TestMiniport.AddTo(world._runtime, [], $"nic{index}", made =>
                {
                    made.CompletesInline = index == 3;
                    made.General = new MiniportGeneralAttributes
                    {
                        CurrentMacAddress = Address,
                        PermanentMacAddress = Address,
                        MacOptions = insertsTags ? MacOptions.Vlan8021Q | MacOptions.NoLoopback : MacOptions.NoLoopback,
                    };
                    made.OnOid = request => OnOid(made, request);
                });
            }

            public void Unplug(World world, bool surprise)
            {
                if (Miniport is { } gone)
                {
                    Miniport = null;
                    _old.Add(gone);
                    _ = surprise ? world._runtime.SurpriseRemoveAdapter(gone.Adapter) : world._runtime.RemoveAdapter(gone.Adapter);
                }
            }

            public void CompleteSome(int count)
            {
                foreach (TestMiniport miniport in (TestMiniport[])[.. _old, .. Miniport is { } present ? [present] : Array.Empty<TestMiniport>()])
                {
                    miniport.CompletePending(count);
                }
            }

            public void SetLink(bool up)
            {
                if (Miniport?.Adapter is { State: not AdapterState.Halted } adapter)
                {
                    adapter.IndicateLinkState(new LinkState { MediaConnectState = up ? MediaConnectState.Connected : MediaConnectState.Disconnected });
                }
            }

            public void AnswerRequests(NtStatus status)
            {
                (TestMiniport Miniport, OidRequest Request)[] all = [.. _requests];
                _requests.Clear();
                foreach ((TestMiniport miniport, OidRequest request) in all)
                {
                    miniport.Adapter.OidRequestComplete(request, request.Oid == Oid.PnpSetPower ? NtStatus.Success : status);
                }
            }

            private NtStatus OnOid(TestMiniport miniport, OidRequest request)
            {
                if (!Pends)
                {
                    return request.IsQuery ? NdisStatus.NotSupported : NtStatus.Success;
                }

                _requests.Add((miniport, request));
                return NtStatus.Pending;
            }
        }

        /// <summary>A protocol over every adapter there is, virtual or not: one <see cref="TestProtocol"/> for each binding.</summary>
        private sealed class Above : IProtocolDriver
        {
            public List<TestProtocol> All { get; } = [];

            public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
            {
                TestProtocol made = new([], $"above{All.Count}") { Holds = All.Count % 3 != 0, ChecksRequests = false };
                All.Add(made);
                return made.BindAdapter(binding, parameters, out protocol);
            }

            public TestProtocol? PickRunning(RandomStream random)
            {
                TestProtocol[] running = [.. All.Where(static protocol => protocol.Binding.State == BindingState.Running)];
                return running.Length == 0 ? null : running[random.Next(running.Length)];
            }

            public void ReturnSome(RandomStream random)
            {
                if (PickRunning(random) is { } protocol)
                {
                    protocol.ReturnHeld(1 + random.Next(4));
                }
            }

            public void ReturnAll()
            {
                foreach (TestProtocol protocol in All)
                {
                    if (!protocol.Held.IsEmpty)
                    {
                        protocol.ReturnHeld();
                    }
                }
            }
        }
    }
}
