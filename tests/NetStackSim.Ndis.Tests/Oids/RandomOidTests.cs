using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Oids;

/// <summary>Random requests of several bindings through filters to a miniport that answers at once, later, or not in the way one would like.</summary>
public sealed class RandomOidTests
{
    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;
    private readonly List<TestProtocol> _protocols = [];
    private readonly List<OidRequest> _regular = [];
    private readonly List<OidRequest> _direct = [];
    private readonly HashSet<OidRequest> _open = [];
    private readonly HashSet<ulong> _groups = [];
    private PacketFilter _filter;
    private TestMiniport _miniport = null!;
    private Random _random = new(0);
    private bool _isObliging;
    private int _completed;

    public RandomOidTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void EveryRequest_IsCompletedOnce_AndTheHardwareHasTheUnion(int seed)
    {
        _random = new Random(seed);
        TestFilterDriver.Register(_runtime, [], "low", static (d, m) => new RequestFilter(d, m));
        TestFilterDriver.Register(_runtime, [], "high", static (d, m) => new RequestFilter(d, m));
        for (int i = 0; i < 3; i++)
        {
            _protocols.Add(TestProtocol.Register(_runtime, [], $"p{i}", p => p.Filter = PacketFilter.Directed));
            _protocols[i].OnOidCompleted = Completed;
        }

        _miniport = TestMiniport.AddTo(_runtime, []);
        _filter = PacketFilter.Directed;
        _miniport.OnOid = Answer;
        _miniport.OnDirectOid = request => Leave(request, _direct);
        _miniport.OnSynchronousOid = static request => request.Answer(1u);
        for (int step = 0; step < 3000; step++)
        {
            Act();
            if (step % 100 == 99)
            {
                Settle();
            }
        }

        Assert.True(_completed > 1000, $"{_completed}");
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    private void Act()
    {
        TestProtocol protocol = _protocols[_random.Next(_protocols.Count)];
        switch (_random.Next(10))
        {
            case 0 or 1:
                Submit(protocol, OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)_random.Next(16)));
                break;
            case 2 or 3:
                Submit(protocol, OidRequest.Set(Oid.Ethernet8023MulticastList, Groups().AsMemory()));
                break;
            case 4:
                Submit(protocol, OidRequest.Query(Oid.GenDirectedFramesRcv, 8));
                break;
            case 5:
                Submit(protocol, OidRequest.Query(Oid.GenVendorId, 4), direct: true);
                break;
            case 6:
                Assert.Equal(NtStatus.Success, protocol.Binding.SynchronousOidRequest(OidRequest.Query(Oid.GenVendorId, 4)));
                break;
            case 7:
                Finish(_direct, (request, status) => _miniport.Adapter.DirectOidRequestComplete(request, status));
                break;
            default:
                Finish(_regular, (request, status) => _miniport.Adapter.OidRequestComplete(request, status));
                break;
        }
    }

    private void Submit(TestProtocol protocol, OidRequest request, bool direct = false)
    {
        _open.Add(request);
        NtStatus status = direct ? protocol.Binding.DirectOidRequest(request) : protocol.Binding.OidRequest(request);
        if (status != NtStatus.Pending)
        {
            Completed(request);
        }
    }

    private void Completed(OidRequest request)
    {
        Assert.True(_open.Remove(request), $"{request} was completed twice");
        _completed++;
    }

    private NtStatus Answer(OidRequest request) => _random.Next(3) == 0 ? Leave(request, _regular) : Decide(request);

    private static NtStatus Leave(OidRequest request, List<OidRequest> pending)
    {
        pending.Add(request);
        return NtStatus.Pending;
    }

    private void Finish(List<OidRequest> pending, Action<OidRequest, NtStatus> complete)
    {
        if (pending.Count > 0)
        {
            OidRequest request = pending[_random.Next(pending.Count)];
            pending.Remove(request);
            complete(request, Decide(request));
        }
    }

    // The hardware: takes what it is told, or, now and then, refuses.
    private NtStatus Decide(OidRequest request)
    {
        if (request.Type == OidRequestType.SetInformation && !_isObliging && _random.Next(8) == 0)
        {
            return NdisStatus.Failure;
        }

        switch (request.Oid)
        {
            case Oid.GenCurrentPacketFilter:
                request.Read(out uint bits);
                _filter = (PacketFilter)bits;
                return NtStatus.Success;
            case Oid.Ethernet8023MulticastList:
                _groups.Clear();
                for (int i = 0; i < request.InformationBuffer.Length; i += 6)
                {
                    _groups.Add(MacAddress.Read(request.InformationBuffer.Span[i..]).Value);
                }

                return NtStatus.Success;
            case Oid.GenStatistics:
                return request.Answer(new NdisStatistics());
            default:
                return request.Answer(1u);
        }
    }

    private void Settle()
    {
        // A correction may have been refused like anything else; the next wish brings all in line.
        _isObliging = true;
        foreach (TestProtocol protocol in _protocols)
        {
            Submit(protocol, OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)_random.Next(16)));
            Submit(protocol, OidRequest.Set(Oid.Ethernet8023MulticastList, Groups().AsMemory()));
        }

        while (_regular.Count + _direct.Count > 0)
        {
            Finish(_regular, (request, status) => _miniport.Adapter.OidRequestComplete(request, status));
            Finish(_direct, (request, status) => _miniport.Adapter.DirectOidRequestComplete(request, status));
        }

        _isObliging = false;
        _host.Loop.RunFor(0);
        Assert.Empty(_open);
        Assert.Equal(_protocols.Aggregate(PacketFilter.None, static (union, protocol) => union | protocol.Binding.PacketFilter), _filter);
        Assert.Equal(_filter, _miniport.Adapter.Stack.Oids.HardwareFilter);
        Assert.Equal(_groups.Order(), _miniport.Adapter.Stack.Oids.HardwareMulticastList.Select(address => address.Value).Order());

        // Whatever a binding was told that it has, the hardware lets through.
        foreach (TestProtocol protocol in _protocols)
        {
            Assert.Equal(PacketFilter.None, protocol.Binding.PacketFilter & ~_filter);
            Assert.All(protocol.Binding.MulticastList, address => Assert.Contains(address.Value, _groups));
        }
    }

    private byte[] Groups()
    {
        byte[] bytes = new byte[_random.Next(4) * 6];
        for (int i = 0; i < bytes.Length; i += 6)
        {
            (bytes[i], bytes[i + 5]) = (1, (byte)_random.Next(6));
        }

        return bytes;
    }
}
