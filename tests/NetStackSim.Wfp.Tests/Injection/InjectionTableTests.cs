using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp.Tests.Engine;

namespace NetStackSim.Wfp.Tests.Injection;

/// <summary>Injection as tables: every place with every type and family of handle, and the state of a packet after every history.</summary>
public sealed class InjectionTableTests
{
    private const int Handles = 3;

    /// <summary>The functions that inject packets.</summary>
    public enum Function
    {
        NetworkSend,
        NetworkReceive,
        Forward,
        TransportSend,
        TransportSendRaw,
        TransportReceive,
    }

    public static TheoryData<Function, InjectionTypes, IpFamily?, IpFamily> Cells()
    {
        TheoryData<Function, InjectionTypes, IpFamily?, IpFamily> cells = [];
        foreach (Function function in Enum.GetValues<Function>())
        {
            foreach (InjectionTypes type in Enum.GetValues<InjectionTypes>().Where(static t => t != InjectionTypes.None))
            {
                foreach (IpFamily? family in (IpFamily?[])[null, IpFamily.V4, IpFamily.V6])
                {
                    cells.Add(function, type, family, IpFamily.V4);
                    cells.Add(function, type, family, IpFamily.V6);
                }
            }
        }

        return cells;
    }

    public static TheoryData<string> Histories()
    {
        TheoryData<string> histories = [string.Empty];
        for (int length = 1; length <= Handles; length++)
        {
            for (int i = 0; i < Math.Pow(Handles, length); i++)
            {
                histories.Add(string.Concat(Enumerable.Range(0, length).Select(at => (char)('A' + (i / (int)Math.Pow(Handles, at) % Handles)))));
            }
        }

        return histories;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Handle_FitsItsFunctionTypeAndFamily_OrIsStale(Function function, InjectionTypes type, IpFamily? family, IpFamily packet)
    {
        Bench bench = new();
        InjectionHandle handle = bench.Packets.CreateHandle(family, type, out _)!;
        NtStatus status = bench.Inject(function, handle, bench.Make(function, packet));

        InjectionTypes wanted = function switch
        {
            Function.NetworkSend or Function.NetworkReceive => InjectionTypes.Network,
            Function.Forward => InjectionTypes.Forward,
            _ => InjectionTypes.Transport,
        };
        bool fits = type == wanted && (family is null || family == packet);
        Assert.Equal(fits ? NtStatus.Success : FwpStatus.InjectHandleStale, status);
        Assert.Equal(fits ? 0 : 1, bench.Engine.Contracts.Count);
        bench.Run();
        Assert.Equal(fits ? [bench.Expected(function, packet)] : [], bench.Stack.Calls);
        Assert.Equal((fits ? 1 : 0, 0), (bench.Completed, handle.Outstanding));
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void State_AfterEveryHistory_IsThatOfTheNewestAndOfAll(string history)
    {
        Bench bench = new();
        InjectionHandle[] handles = [.. Enumerable.Range(0, Handles).Select(_ => bench.Packets.CreateHandle(null, InjectionTypes.Network | InjectionTypes.Transport, out NtStatus _)!)];
        NetBufferList list = bench.Make(Function.NetworkSend, IpFamily.V4);
        for (int i = 0; i < history.Length; i++)
        {
            // Every second injection is that of a clone, which carries the history on.
            Function function = (Function)(i % 2 == 0 ? (int)Function.NetworkSend : (int)Function.TransportReceive);
            Assert.Equal(NtStatus.Success, bench.Inject(function, handles[history[i] - 'A'], list, $"{history[i]}{i}"));
            bench.Run();
            if (i % 2 == 1)
            {
                Assert.True(bench.Packets.Clone(list, out NetBufferList? clone).IsSuccess);
                list = clone!;
            }
        }

        for (int h = 0; h < Handles; h++)
        {
            char name = (char)('A' + h);
            InjectionState expected = history.EndsWith(name) ? InjectionState.InjectedBySelf
                : history.Contains(name, StringComparison.Ordinal) ? InjectionState.PreviouslyInjectedBySelf
                : history.Length > 0 ? InjectionState.InjectedByOther : InjectionState.NotInjected;
            int last = history.LastIndexOf(name);
            Assert.Equal((name, expected), (name, bench.Packets.QueryState(handles[h], list, out object? context)));
            Assert.Equal(last < 0 ? null : $"{name}{last}", context);
        }
    }

    [Theory]
    [InlineData(Function.NetworkSend)]
    [InlineData(Function.NetworkReceive)]
    [InlineData(Function.Forward)]
    [InlineData(Function.TransportSend)]
    [InlineData(Function.TransportReceive)]
    public async Task Destroy_WaitsForEveryCompletion_AndRefusesNewOnesMeanwhile(Function function)
    {
        Bench bench = new();
        bench.Stack.Holds = true;
        InjectionHandle handle = bench.Packets.CreateHandle(null, InjectionTypes.Network | InjectionTypes.Transport | InjectionTypes.Forward, out _)!;
        Assert.Equal(NtStatus.Success, bench.Inject(function, handle, bench.Make(function, IpFamily.V4)));
        Assert.Equal(NtStatus.Success, bench.Inject(function, handle, bench.Make(function, IpFamily.V4)));
        bench.Run();
        ValueTask<NtStatus> destroy = bench.Packets.DestroyHandleAsync(handle);
        Assert.Equal((2, false, true, false), (handle.Outstanding, destroy.IsCompleted, handle.IsClosing, handle.IsDestroyed));
        NetBufferList late = bench.Make(function, IpFamily.V4);
        Assert.Equal(FwpStatus.InjectHandleClosing, bench.Inject(function, handle, late));
        Assert.Equal(FwpStatus.InjectHandleClosing, await bench.Packets.DestroyHandleAsync(handle));
        bench.Stack.CompleteOne();
        bench.Run();
        Assert.False(destroy.IsCompleted);
        bench.Stack.CompleteOne();
        bench.Run();

        Assert.True(destroy.IsCompletedSuccessfully && handle.IsDestroyed);
        Assert.Equal((2, NtStatus.Success), (bench.Completed, bench.LastStatus));
        Assert.Equal(FwpStatus.InjectHandleStale, bench.Inject(function, handle, late));
    }

    [Theory]
    [InlineData(Function.NetworkSend)]
    [InlineData(Function.NetworkReceive)]
    [InlineData(Function.Forward)]
    [InlineData(Function.TransportSend)]
    [InlineData(Function.TransportReceive)]
    public void Refusal_OfTheStack_ComesAsTheStatusOfTheCompletion(Function function)
    {
        Bench bench = new();
        bench.Stack.Refuses = true;
        InjectionHandle handle = bench.Packets.CreateHandle(null, InjectionTypes.Network | InjectionTypes.Transport | InjectionTypes.Forward, out _)!;
        Assert.Equal(NtStatus.Success, bench.Inject(function, handle, bench.Make(function, IpFamily.V4)));
        Assert.Equal(0, bench.Completed);
        bench.Run();

        Assert.Equal((1, NtStatus.NoInterface, 0), (bench.Completed, bench.LastStatus, handle.Outstanding));
    }

    [Fact]
    public void WithoutAStack_NothingIsInjected()
    {
        Bench bench = new();
        bench.Packets.Stack = null;
        InjectionHandle handle = bench.Packets.CreateHandle(null, InjectionTypes.Network, out _)!;

        Assert.Equal(FwpStatus.TcpIpNotReady, bench.Inject(Function.NetworkSend, handle, bench.Make(Function.NetworkSend, IpFamily.V4)));
    }

    private sealed class Bench
    {
        private readonly EngineHost _host = new();

        internal Bench() => Packets.Stack = Stack;

        internal FilterEngine Engine => _host.Engine;

        internal PacketInjection Packets => _host.Engine.Injection!;

        internal FakeStack Stack { get; } = new();

        internal int Completed { get; private set; }

        internal NtStatus LastStatus { get; private set; }

        internal void Run() => _host.Loop.RunUntil(_host.Kernel.Now + 1_000_000);

        internal NetBufferList Make(Function function, IpFamily family)
        {
            byte[] packet = new byte[60];
            packet[0] = (byte)(family == IpFamily.V4 ? 0x45 : 0x60);
            Assert.True(Packets.Allocate(packet, out NetBufferList? list).IsSuccess);
            IpAddress address = IpAddress.Parse(family == IpFamily.V4 ? "10.0.0.1" : "fd00::1");
            list!.Network.Source = list.Network.Destination = address;
            list.Network.Protocol = (byte)IpProtocol.Udp;
            return list;
        }

        internal NtStatus Inject(Function function, InjectionHandle handle, NetBufferList list, object? context = null)
        {
            InjectionCompletion done = (_, status) =>
            {
                Completed++;
                LastStatus = status;
            };
            return function switch
            {
                Function.NetworkSend => Packets.NetworkSend(handle, context, 1, list, done),
                Function.NetworkReceive => Packets.NetworkReceive(handle, context, 1, 7, list, done),
                Function.Forward => Packets.Forward(handle, context, 1, 7, list, done),
                Function.TransportSend => Packets.TransportSend(handle, context, new TransportSendArguments(), 1, list, done),
                Function.TransportSendRaw => Packets.TransportSend(handle, context, null, 1, list, done),
                _ => Packets.TransportReceive(handle, context, 1, 7, list, done),
            };
        }

        internal string Expected(Function function, IpFamily family) => function switch
        {
            Function.NetworkSend or Function.TransportSendRaw => $"SendNetwork {family} 1",
            Function.TransportSend => $"SendTransport {family} 1",
            Function.NetworkReceive => $"ReceiveNetwork {family} 7",
            Function.TransportReceive => $"ReceiveTransport {family} 7",
            _ => $"Forward {family} 7",
        };
    }

    /// <summary>A stack that writes down what it gets and gives it back.</summary>
    private sealed class FakeStack : IStackInjection
    {
        private readonly Queue<NetBufferList> _held = new();

        internal List<string> Calls { get; } = [];

        internal bool Holds { get; set; }

        internal bool Refuses { get; set; }

        public void Release(NetBufferList list, InspectionLayer layer, InspectionDirection direction)
        {
        }

        public void OnClonesGone(NetBufferList list)
        {
        }

        public NtStatus SendNetwork(ref NetBufferListChain lists, IpFamily family, uint compartment) => Take($"SendNetwork {family} {compartment}", ref lists);

        public NtStatus ReceiveNetwork(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex) => Take($"ReceiveNetwork {family} {interfaceIndex}", ref lists);

        public NtStatus SendTransport(ref NetBufferListChain lists, IpFamily family, uint compartment) => Take($"SendTransport {family} {compartment}", ref lists);

        public NtStatus ReceiveTransport(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex) => Take($"ReceiveTransport {family} {interfaceIndex}", ref lists);

        public NtStatus Forward(ref NetBufferListChain lists, IpFamily family, uint interfaceIndex) => Take($"Forward {family} {interfaceIndex}", ref lists);

        internal void CompleteOne()
        {
            NetBufferList list = _held.Dequeue();
            list.Status = NtStatus.Success;
            NetBufferListChain one = new(list);
            list.Owner!.SendComplete(ref one);
        }

        private NtStatus Take(string call, ref NetBufferListChain lists)
        {
            Calls.Add(call);
            if (Refuses)
            {
                return NtStatus.NoInterface;
            }

            _held.Enqueue(lists.RemoveFirst()!);
            if (!Holds)
            {
                CompleteOne();
            }

            return NtStatus.Pending;
        }
    }
}
