using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Why flows are authorised anew besides a change of policy, and closures that a filter holds (scenarios 42, 45).</summary>
public sealed class ReauthorisationScenarioTests
{
    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void Scenario42_AnotherInterface_IsAuthorisedAnewAtTheLayerOfTheFlow(IpFamily family, ClassifierKind classifier, bool isTcp)
    {
        using TwoHomes homes = new(family, classifier);
        homes.Network.Run(async () =>
        {
            Func<int, Task> forth;
            Func<int, Task> back;
            List<IAsyncDisposable> ends = [];
            if (isTcp)
            {
                SimTcpListener listener = homes.Bob.Sockets.Listen(new IpEndpoint(homes.Bob.Address, 53));
                ValueTask<SimTcpStream> accept = listener.AcceptAsync();
                SimTcpStream client = await homes.Alice.Sockets.ConnectAsync(new IpEndpoint(homes.Bob.Address, 53));
                SimTcpStream server = await accept;
                ends.AddRange([client, server, listener]);
                forth = async length =>
                {
                    await client.WriteAsync(new byte[length]);
                    await server.ReadExactlyAsync(new byte[length]);
                };
                back = async length =>
                {
                    await server.WriteAsync(new byte[length]);
                    await client.ReadExactlyAsync(new byte[length]);
                };
            }
            else
            {
                SimUdpSocket client = homes.Alice.Sockets.OpenUdp(new IpEndpoint(homes.Alice.Address, 5000));
                SimUdpSocket server = homes.Bob.Sockets.OpenUdp(new IpEndpoint(homes.Bob.Address, 53));
                ends.AddRange([client, server]);
                forth = async length =>
                {
                    await client.SendToAsync(new byte[length], server.LocalEndpoint);
                    Assert.Equal(length, (await server.ReceiveFromAsync(new byte[10])).Bytes);
                };
                back = async length =>
                {
                    await server.SendToAsync(new byte[length], client.LocalEndpoint);
                    Assert.Equal(length, (await client.ReceiveFromAsync(new byte[10])).Bytes);
                };
            }

            await forth(1);
            await back(2);
            Assert.Equal([(0u, 0u, false, 0UL, true)], homes.Take());

            // From now on what Bob sends comes in by the other interface: asked about once.
            homes.Bob.Stack.AddNeighbour(homes.Bob.Stack.Interfaces[1], homes.Alice.Address, homes.Second.PhysicalAddress);
            await back(3);
            await back(4);
            Assert.Equal([(4u, 2u, true, homes.Second.Index, false)], homes.Take());

            // And what Alice sends goes out by it.
            homes.LeaveBySecond();
            await forth(5);
            await forth(6);
            await back(7);
            Assert.Equal([(4u, 4u, false, 0UL, true)], homes.Take());
            foreach (IAsyncDisposable end in ends)
            {
                await end.DisposeAsync();
            }
        });
    }

    [Theory]
    [LabCases]
    public void Scenario45_EndpointClosure_HeldByAFilter_TheReleaseWaits(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        ClassifyContext? held = null;
        NtStatus pended = NtStatus.Pending;
        lab.Callout(lab.A, "ALE_ENDPOINT_CLOSURE", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            redirection.AcquireClassifyHandle(m, out held);
            pended = redirection.PendClassify(held!, f, ref o);
        });
        var released = new LayerCount(lab, lab.A, "ALE_RESOURCE_RELEASE");
        lab.Network.Run(async () =>
        {
            SimUdpSocket socket = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 5000));
            Task close = socket.DisposeAsync().AsTask();
            await lab.Pause(3000);
            Assert.Equal((NtStatus.Success, 0), (pended, released.Calls));
            Assert.Equal(NtStatus.Success, redirection.CompleteClassify(held!, FilterActionType.Permit));
            redirection.ReleaseClassifyHandle(held!);
            await close;
            Assert.Equal(1, released.Calls);
        });
        Assert.Empty(lab.A.Filters.Contracts.Violations);
    }

    [Theory]
    [LabCases("ALE_AUTH_CONNECT")]
    [LabCases("ALE_FLOW_ESTABLISHED")]
    [LabCases("OUTBOUND_TRANSPORT")]
    public void Scenario45_PendClassify_ElsewhereThanAtRedirectAndClosure_CannotPend(IpFamily family, ClassifierKind classifier, string layer)
    {
        using var lab = new FilterLab(family, classifier);
        ConnectionRedirection redirection = lab.A.Filters!.Redirection;
        NtStatus acquired = NtStatus.Pending;
        lab.Callout(
            lab.A,
            layer,
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
            {
                o.Continue();
                acquired = redirection.AcquireClassifyHandle(m, out ClassifyContext? handle);
                if (acquired.IsSuccess)
                {
                    acquired = redirection.PendClassify(handle!, f, ref o);
                    redirection.ReleaseClassifyHandle(handle!);
                }
            });
        lab.WithConnection((_, _) => Task.CompletedTask);
        Assert.Contains(acquired, (NtStatus[])[NtStatus.InvalidParameter, FwpStatus.CannotPend]);
    }

    /// <summary>A host with two adapters on one switch, weak in both directions, and a peer; who is asked at ALE_AUTH_CONNECT about port 53.</summary>
    private sealed class TwoHomes : IDisposable
    {
        private readonly IpFamily _family;
        private readonly List<(uint Flags, uint Reason, bool Inbound, ulong Arrival, bool HasNextHop)> _seen = [];

        internal TwoHomes(IpFamily family, ClassifierKind classifier)
        {
            _family = family;
            bool four = family == IpFamily.V4;
            Simulation.Switch lan = Network.AddSwitch("lan");
            Alice = Network.AddHost(
                "alice",
                h => h.Adapter().Address(four ? "10.0.0.1/24" : "fd00::1/64").Adapter().Address(four ? "10.1.0.1/24" : "fd01::1/64")
                    .FilterSemantics(new WfpSemantics { Classifier = classifier }));
            Bob = Network.AddHost("bob", h => h.Address(four ? "10.0.0.2/24" : "fd00::2/64"));
            Network.Connect(Alice.Nics[0], lan.AddPort());
            Network.Connect(Alice.Nics[1], lan.AddPort());
            Network.Connect(Bob, lan);
            foreach (IpInterface adapter in (IpInterface[])[Alice.Stack.Interfaces[1], Second])
            {
                adapter.For(family).WeakHostReceive = true;
                adapter.For(family).WeakHostSend = true;
            }

            Network.Run(async () => await Alice.PingAsync(Bob.Address));
            Watch(four ? LayerId.AleAuthConnectV4 : LayerId.AleAuthConnectV6);
        }

        internal SimNetwork Network { get; } = new(seed: 1);

        internal SimHost Alice { get; }

        internal SimHost Bob { get; }

        internal IpInterface Second => Alice.Stack.Interfaces[2];

        internal List<(uint Flags, uint Reason, bool Inbound, ulong Arrival, bool HasNextHop)> Take()
        {
            List<(uint, uint, bool, ulong, bool)> taken = [.. _seen];
            _seen.Clear();
            return taken;
        }

        internal void LeaveBySecond()
        {
            IpPrefix bob = IpPrefix.Parse($"{Bob.Address}/{(_family == IpFamily.V4 ? 32 : 128)}");
            Alice.Stack.AddNeighbour(Second, Bob.Address, Bob.Stack.Interfaces[1].PhysicalAddress);
            Assert.True(Alice.Stack.AddRoute(bob, _family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6, Second, metric: 0).IsSuccess);
        }

        public void Dispose() => Network.Dispose();

        private void Watch(LayerId id)
        {
            FilterEngine engine = Alice.Filters!;
            LayerSchema layer = engine.Catalog.Get(id);
            LabCallout callout = new((ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                _seen.Add((
                    (uint)v[AleAuthConnectField.Flags].Number & 4,
                    (uint)v[AleAuthConnectField.ReauthorizeReason].Number,
                    m.Has(MetadataFields.PacketDirection) && m.PacketDirection == 1,
                    v[AleAuthConnectField.ArrivalInterfaceIndex].Number,
                    !v[AleAuthConnectField.NexthopInterfaceIndex].IsEmpty));
                o.Continue();
            }) { Layer = layer };
            Guid key = new(42, 0, 0, new byte[8]);
            engine.Callouts.Register(key, callout, CalloutFlags.None, out _);
            EngineSession session = engine.Open();
            session.CalloutAdd(new Callout { Key = key, Name = "watch", ApplicableLayer = layer.Key }, out _);
            FilterCondition port = new(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(53));
            session.FilterAdd(new Filter { Name = "watch", LayerKey = layer.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key, Conditions = [port] }, out _);
        }
    }
}
