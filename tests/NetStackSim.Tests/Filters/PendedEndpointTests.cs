using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Binds, listens and closures that a callout holds, through WSK (fact sheet 9.4, 9.5).</summary>
public sealed class PendedEndpointTests
{
    private const uint WildcardBind = 0x8;
    private const uint Reclassify = 0x20000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TheoryData<string, IpFamily, bool> Assignments
    {
        get
        {
            TheoryData<string, IpFamily, bool> data = [];
            foreach (string kind in (string[])["listener", "stream", "datagram"])
            {
                foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
                {
                    data.Add(kind, family, true);
                    data.Add(kind, family, false);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Assignments))]
    public void ResourceAssignment_Held_TheSocketWaitsAndIsClassifiedAgain(string kind, IpFamily family, bool permit)
    {
        using var lab = new FilterLab(family);
        lab.Network.Run(async () =>
        {
            await using SimTcpListener server = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Holder holder = Holder.At(lab, lab.A, "ALE_RESOURCE_ASSIGNMENT", AleResourceAssignmentField.Flags, permit);
            Task<NtStatus> socket = Open(lab, kind);
            await Task.Delay(Second, lab.Network.TimeProvider);
            Assert.False(socket.IsCompleted);

            Assert.Equal(NtStatus.Success, holder.Held!.Complete());
            Assert.Equal(permit ? NtStatus.Success : NtStatus.AccessDenied, await socket);
            Assert.Equal(NtStatus.InvalidParameter, holder.Held.Complete());
            Assert.Equal([WildcardBind, WildcardBind | Reclassify], holder.Flags);
            Assert.Equal([false, true], holder.Reclassified);
        });
        Assert.Equal([ContractRule.CompletedTwice], lab.A.Filters!.Contracts.Violations.Select(static v => v.Rule));
    }

    [Theory]
    [InlineData(IpFamily.V4, true)]
    [InlineData(IpFamily.V4, false)]
    [InlineData(IpFamily.V6, true)]
    [InlineData(IpFamily.V6, false)]
    public void AuthListen_Held_NobodyIsAnsweredUntilItIsComplete(IpFamily family, bool permit)
    {
        using var lab = new FilterLab(family);
        Holder holder = Holder.At(lab, lab.B, "ALE_AUTH_LISTEN", AleAuthListenField.Flags, permit);
        var discarded = new LayerCount(lab, lab.B, lab.Discard(lab.B, "ALE_AUTH_LISTEN"));
        lab.Network.Run(async () =>
        {
            Task<SimTcpListener> listen = lab.B.Sockets.ListenAsync(new IpEndpoint(lab.Any, 80)).AsTask();
            await Assert.ThrowsAsync<SocketStatusException>(async () => await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80)));
            Assert.False(listen.IsCompleted);
            holder.Held!.Complete();
            if (!permit)
            {
                Assert.Equal(NtStatus.AccessDenied, (await Assert.ThrowsAsync<SocketStatusException>(() => listen)).Status);
                return;
            }

            await using SimTcpListener listener = await listen;
            await using SimTcpStream stream = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80));
        });
        Assert.Equal([0u, Reclassify], holder.Flags);
        Assert.Equal(permit ? 0 : 1, discarded.Calls);
    }

    [Theory]
    [InlineData("ALE_RESOURCE_ASSIGNMENT")]
    [InlineData("ALE_AUTH_LISTEN")]
    public void Closed_WhileAFilterHolds_ThePortIsFreeAndTheAnswerReachesNobody(string layer)
    {
        using var lab = new FilterLab();
        bool isHeld = false;
        CompletionHandle? held = null;
        lab.Callout(lab.B, layer, (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            if (isHeld)
            {
                o.Action = FilterActionType.Permit;
                return;
            }

            isHeld = true;
            held = m.CompletionHandle;
            held!.Pend(m);
            o.BlockAndAbsorb();
        });
        lab.Network.Run(async () =>
        {
            using CancellationTokenSource source = new();
            Task<SimTcpListener> listen = lab.B.Sockets.ListenAsync(new IpEndpoint(lab.Any, 80), null, source.Token).AsTask();
            await Task.Delay(Second, lab.Network.TimeProvider);
            source.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listen);
            await using SimTcpListener other = await lab.B.Sockets.ListenAsync(new IpEndpoint(lab.Any, 80));
            Assert.Equal(NtStatus.Success, held!.Complete());
            await using SimTcpStream stream = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 80));
        });
    }

    [Fact]
    public void SynchronousOpen_HeldByAFilter_IsGivenUp()
    {
        using var lab = new FilterLab();
        Holder.At(lab, lab.B, "ALE_RESOURCE_ASSIGNMENT", AleResourceAssignmentField.Flags, permit: true);
        Assert.Equal(NtStatus.Pending, Assert.Throws<SocketStatusException>(() => lab.B.Sockets.OpenUdp(new IpEndpoint(lab.Any, 53))).Status);
        Assert.Equal(0, lab.B.Sockets.Provider.OpenSockets);
    }

    [Theory]
    [InlineData("listener")]
    [InlineData("stream")]
    [InlineData("datagram")]
    public void BindRedirect_Held_IsRewrittenLater(string kind)
    {
        using var lab = new FilterLab();
        FilterEngine engine = lab.A.Filters!;
        ClassifyContext? held = null;
        RuntimeFilter? filter = null;
        lab.Callout(lab.A, "ALE_BIND_REDIRECT", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            filter = f;
            Assert.True(engine.Redirection.AcquireClassifyHandle(m, out held).IsSuccess);
            Assert.True(engine.Redirection.PendClassify(held!, f, ref o).IsSuccess);
        });
        ushort assigned = 0;
        lab.Callout(
            lab.A,
            "ALE_RESOURCE_ASSIGNMENT",
            (ClassifyValues v, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                assigned = (ushort)v[AleResourceAssignmentField.IpLocalPort].Number;
                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.Network.Run(async () =>
        {
            await using SimTcpListener server = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Task<NtStatus> open = Open(lab, kind);
            await Task.Delay(Second, lab.Network.TimeProvider);
            Assert.Equal((false, (ushort)0), (open.IsCompleted, assigned));
            ClassifyOut none = default;
            Assert.True(engine.Redirection.AcquireWritable(held!, filter!, ref none, out RedirectRequest? request).IsSuccess);
            request!.Local = request.Local.WithPort(4000);
            Assert.True(engine.Redirection.ApplyModified(held!, request).IsSuccess);
            Assert.True(engine.Redirection.CompleteClassify(held!, FilterActionType.Permit).IsSuccess);
            engine.Redirection.ReleaseClassifyHandle(held!);
            Assert.Equal(NtStatus.Success, await open);
        });
        Assert.Equal(4000, assigned);
        Assert.Empty(engine.Contracts.Violations);
    }

    [Theory]
    [InlineData("listener")]
    [InlineData("stream")]
    [InlineData("datagram")]
    public void EndpointClosure_Held_TheCloseWaitsAndThenThePortIsReleased(string kind)
    {
        using var lab = new FilterLab();
        FilterEngine engine = lab.A.Filters!;
        List<ClassifyContext> held = [];
        lab.Callout(lab.A, "ALE_ENDPOINT_CLOSURE", (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter f, ulong _, ref ClassifyOut o) =>
        {
            Assert.True(engine.Redirection.AcquireClassifyHandle(m, out ClassifyContext? handle).IsSuccess);
            Assert.True(engine.Redirection.PendClassify(handle!, f, ref o).IsSuccess);
            held.Add(handle!);
        });
        var released = new LayerCount(lab, lab.A, "ALE_RESOURCE_RELEASE");
        lab.Network.Run(async () =>
        {
            await using SimTcpListener server = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 80));
            Task<NtStatus> open = Open(lab, kind);
            await Task.Delay(Second, lab.Network.TimeProvider);
            Assert.Equal((1, false), (held.Count, open.IsCompleted));
            Assert.Equal(kind == "stream" ? 1 : 0, released.Calls);
            Assert.True(engine.Redirection.CompleteClassify(held[0], FilterActionType.Permit).IsSuccess);
            engine.Redirection.ReleaseClassifyHandle(held[0]);
            Assert.Equal(NtStatus.Success, await open);
        });
        Assert.Equal(1, released.Calls);
        Assert.Equal(NtStatus.InvalidParameter, engine.Redirection.CompleteClassify(held[0], null));
    }

    /// <summary>Opens a socket on A and closes it again.</summary>
    private static async Task<NtStatus> Open(FilterLab lab, string kind)
    {
        try
        {
            switch (kind)
            {
                case "listener":
                    await using (await lab.A.Sockets.ListenAsync(new IpEndpoint(lab.Any, 0)))
                    {
                        return NtStatus.Success;
                    }

                case "stream":
                    // A close without a disconnect resets the connection.
                    await lab.A.Sockets.CloseAsync(await lab.A.Sockets.ConnectSocketAsync(new IpEndpoint(lab.B.Address, 80)));
                    return NtStatus.Success;

                default:
                    await using (await lab.A.Sockets.OpenUdpAsync(new IpEndpoint(lab.Any, 0)))
                    {
                        return NtStatus.Success;
                    }
            }
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    }

    /// <summary>A callout that holds the first classification of a layer and decides the second.</summary>
    private sealed class Holder
    {
        internal CompletionHandle? Held { get; private set; }

        internal List<uint> Flags { get; } = [];

        internal List<bool> Reclassified { get; } = [];

        internal static Holder At(FilterLab lab, SimHost host, string layer, int flags, bool permit)
        {
            Holder holder = new();
            lab.Callout(host, layer, (ClassifyValues v, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                holder.Flags.Add((uint)v[flags].Number);
                holder.Reclassified.Add((m.Flags & IncomingFlags.Reclassify) != 0);
                if (holder.Held is null)
                {
                    holder.Held = m.CompletionHandle!;
                    Assert.Equal(NtStatus.Success, holder.Held.Pend(m));
                    Assert.Equal(FwpStatus.CannotPend, holder.Held.Pend(m));
                    o.BlockAndAbsorb();
                    return;
                }

                o.Action = permit ? FilterActionType.Permit : FilterActionType.Block;
            });
            return holder;
        }
    }
}
