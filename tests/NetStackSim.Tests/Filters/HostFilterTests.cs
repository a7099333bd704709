using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Filters on whole hosts: what callers see, what leaves the host, and why.</summary>
public sealed class HostFilterTests : IDisposable
{
    private readonly SimNetwork _network = new(seed: 1);
    private readonly SimHost _alice;
    private readonly SimHost _bob;

    public HostFilterTests()
    {
        _alice = _network.AddHost("alice", h => h.Address("10.0.0.1/24"));
        _bob = _network.AddHost("bob", h => h.Address("10.0.0.2/24"));
        _network.Connect(_alice, _bob, new LinkOptions { DelayNs = 1_000_000 });
    }

    public void Dispose() => _network.Dispose();

    [Fact]
    public void Connect_BlockedAtAuthConnect_IsDeniedAndNothingLeaves()
    {
        ulong id = Add(_alice, LayerId.AleAuthConnectV4, FilterActionType.Block, "IP_REMOTE_PORT", FwpValue.UInt16(80));

        NtStatus status = Try(80);

        Assert.Equal(NtStatus.AccessDenied, status);
        DropExplanation drop = _alice.Filters!.Drops[0];
        Assert.Equal((id, "ALE_AUTH_CONNECT_V4", "IP_REMOTE_PORT 80 equal to 80"), (drop.FilterId, drop.Layer, drop.Condition));
        Assert.Equal(1, _alice.Kernel.Drops[GeneralDrop.FirewallPolicy]);
        Assert.Equal(0, _bob.Kernel.Drops.Total);
    }

    [Fact]
    public void Connect_PermittedHardButBlockedAtTransport_NeverLeaves()
    {
        Add(_alice, LayerId.AleAuthConnectV4, FilterActionType.Permit, flags: FilterFlags.ClearActionRight);
        ulong id = Add(_alice, LayerId.OutboundTransportV4, FilterActionType.Block, "IP_REMOTE_ADDRESS", FwpValue.UInt32(_bob.Address.V4Value));

        Assert.True(Try(80).IsError);

        Assert.Equal(id, _alice.Filters!.Drops[0].FilterId);
        Assert.Equal(0, _bob.Kernel.Drops.Total);
    }

    [Fact]
    public void Accept_Blocked_IsSilentAndEachSynIsClassified()
    {
        SimTcpListener listener = _bob.Sockets.Listen(new IpEndpoint(IpAddress.AnyV4, 80));
        ulong id = Add(_bob, LayerId.AleAuthRecvAcceptV4, FilterActionType.Block, "IP_LOCAL_PORT", FwpValue.UInt16(80));

        Assert.True(Try(80).IsError);
        _network.Run(async () => await listener.DisposeAsync());

        Assert.True(_bob.Filters!.Drops.Total > 1);
        Assert.Equal(id, _bob.Filters.Drops[0].FilterId);
    }

    [Fact]
    public void ClosedPort_BlockAtTheDiscardLayer_IsStealthy()
    {
        NtStatus refused = Try(81);
        ulong id = Add(_bob, LayerId.InboundTransportV4Discard, FilterActionType.Block, "IP_LOCAL_PORT", FwpValue.UInt16(81));
        NtStatus silent = Try(81);

        Assert.Equal(NtStatus.ConnectionRefused, refused);
        Assert.NotEqual(NtStatus.ConnectionRefused, silent);
        Assert.True(_bob.Filters!.FindFilter(id)!.Hits > 1);
    }

    [Fact]
    public void Listen_Blocked_BindSucceedsAndListenFails()
    {
        Add(_bob, LayerId.AleAuthListenV6, FilterActionType.Block, "IP_LOCAL_PORT", FwpValue.UInt16(80));
        SocketStatusException error = Assert.Throws<SocketStatusException>(() => _bob.Sockets.Listen(80));
        Assert.Equal(NtStatus.AccessDenied, error.Status);
    }

    [Fact]
    public void PolicyChange_OnALiveConnection_EndsItAtTheNextSegment()
    {
        NtStatus status = _network.Run(async () =>
        {
            await using var listener = _bob.Sockets.Listen(7);
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            await using SimTcpStream client = await _alice.Sockets.ConnectAsync(new IpEndpoint(_bob.Address, 7));
            await using SimTcpStream server = await accept;
            await client.WriteAsync(new byte[10]);
            Add(_alice, LayerId.AleAuthConnectV4, FilterActionType.Block, "IP_REMOTE_PORT", FwpValue.UInt16(7));
            try
            {
                await client.WriteAsync(new byte[10]);
                await client.ReadExactlyAsync(new byte[1]);
                return NtStatus.Success;
            }
            catch (IOException error)
            {
                return Assert.IsType<SocketStatusException>(error.InnerException).Status;
            }
        });

        Assert.Equal(NtStatus.ConnectionAborted, status);
        Assert.Equal("ALE_AUTH_CONNECT_V4", _alice.Filters!.Drops[0].Layer);
        Assert.Contains(_alice.Filters.Drops[0].Values, v => v.Key == "FLAGS" && v.Value == "0x4");
    }

    private NtStatus Try(ushort port) => _network.Run(async () =>
    {
        try
        {
            await using SimTcpStream stream = await _alice.Sockets.ConnectAsync(new IpEndpoint(_bob.Address, port));
            return NtStatus.Success;
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    });

    private static ulong Add(
        SimHost host, LayerId layer, FilterActionType action, string? field = null, FwpValue value = default, FilterFlags flags = FilterFlags.None)
    {
        LayerSchema schema = host.Filters!.Catalog.Get(layer);
        Filter filter = new()
        {
            Name = "test",
            LayerKey = schema.Key,
            Action = action,
            Flags = flags,
            Conditions = field is null ? [] : [new FilterCondition(schema.FindField(field)!.Key, FwpMatchType.Equal, value)],
        };
        using EngineSession session = host.Filters.Open();
        NtStatus status = session.FilterAdd(filter, out ulong id);
        Assert.True(status.IsSuccess, status.Name);
        return id;
    }
}
