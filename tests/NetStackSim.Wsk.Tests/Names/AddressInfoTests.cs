using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk.Tests.Names;

/// <summary>WskGetAddressInfo: literals, services, the hosts table, a resolver that takes time.</summary>
public sealed class AddressInfoTests
{
    private static readonly WskAddressHints Tcp = new(SocketType: TransportSocketType.Stream);

    [Theory]
    [InlineData("10.0.0.9", "80", "10.0.0.9:80")]
    [InlineData("fd00::9", "http", "[fd00::9]:80")]
    [InlineData("10.0.0.9", null, "10.0.0.9:0")]
    [InlineData(null, "7", "[::1]:7 127.0.0.1:7")]
    [InlineData("localhost", "ECHO", "[::1]:7 127.0.0.1:7")]
    public void Lookup_LiteralsAndKnownNames_AnswerInTheCall(string? node, string? service, string expected)
    {
        using WskHarness host = new();
        Assert.Equal(expected, Texts(host, Look(host, node, service, Tcp)));
    }

    [Fact]
    public void Lookup_Passive_GivesAddressesToBindTo()
    {
        using WskHarness host = new();
        Assert.Equal("[::]:80 0.0.0.0:80", Texts(host, Look(host, null, "80", Tcp with { Flags = WskAddressInfoFlags.Passive })));
    }

    [Fact]
    public void Lookup_NoHints_GivesEveryTransport()
    {
        using WskHarness host = new();
        TestRequest request = Look(host, "10.0.0.9", "53", default);
        var first = (WskAddressInfo)request.Result!;
        Assert.Equal((TransportSocketType.Stream, (byte)6), (first.SocketType, first.Protocol));
        Assert.Equal((TransportSocketType.Datagram, (byte)17), (first.Next!.SocketType, first.Next.Protocol));
        Assert.Null(first.Next.Next);
        host.Provider.FreeAddressInfo(first);
    }

    [Theory]
    [InlineData("10.0.0.9", "80", IpFamily.V6, WskAddressInfoFlags.None)]
    [InlineData("10.0.0.9", "no-such-service", null, WskAddressInfoFlags.None)]
    [InlineData("10.0.0.9", "http", null, WskAddressInfoFlags.NumericService)]
    [InlineData("localhost", "80", null, WskAddressInfoFlags.NumericHost)]
    [InlineData("nowhere", "80", null, WskAddressInfoFlags.None)]
    public void Lookup_NothingFits_IsNoMatch(string node, string service, IpFamily? family, WskAddressInfoFlags flags)
    {
        using WskHarness host = new();
        TestRequest request = Look(host, node, service, new WskAddressHints(family, Flags: flags));
        request.Ended(NtStatus.NoMatch);
        Assert.Null(request.Result);
    }

    [Fact]
    public void Lookup_NeitherNameNorService_IsInvalid()
    {
        using WskHarness host = new();
        Look(host, null, null, default).Ended(NtStatus.InvalidParameter);
    }

    [Fact]
    public void Scenario26_SlowResolver_IsPendingThenSuccess()
    {
        using WskHarness host = new();
        SlowResolver resolver = new(host.Kernel);
        host.Wsk.NameResolver = new HostsTable(resolver);
        host.Loop.Run(async () =>
        {
            Irp irp = host.Kernel.Io.AllocateIrp(1, "look-up");
            irp.PrepareWait();
            NtStatus call = host.Provider.GetAddressInfo("host.example", "http", Tcp with { Flags = WskAddressInfoFlags.CanonicalName }, null, irp);
            Assert.Equal(NtStatus.Pending, call);
            IoStatusBlock result = await irp.WaitAsync(call);
            irp.Free();
            Assert.Equal(NtStatus.Success, result.Status);
            var first = (WskAddressInfo)result.InformationObject!;
            Assert.Equal("host.example", first.CanonicalName);
            Assert.Equal(IpEndpoint.Parse("10.0.0.7:80"), first.Address);
            Assert.Equal(IpEndpoint.Parse("[fd00::7]:80"), first.Next!.Address);
            host.Provider.FreeAddressInfo(first);
        });
        Assert.Equal(20_000_000, host.Loop.Now);
    }

    [Fact]
    public void Lookup_Cancelled_ForgetsTheAnswer()
    {
        using WskHarness host = new();
        SlowResolver resolver = new(host.Kernel);
        host.Wsk.NameResolver = resolver;
        TestRequest request = Look(host, "host.example", "80", Tcp);
        request.IsPending();
        Assert.True(request.Irp.CancelIrp());
        request.Ended(NtStatus.Cancelled);
        Assert.True(resolver.Last!.IsCanceled);
        host.Loop.RunUntilIdle();
        Assert.Throws<InvalidOperationException>(() => resolver.Last.Complete(NtStatus.NoMatch));
        host.ExpectLeaks();
    }

    [Fact]
    public void Lookup_AtDispatch_BugChecks()
    {
        using WskHarness host = new();
        Irp irp = host.Kernel.Io.AllocateIrp(1, "look-up");
        using (host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            BugCheckException stop = Assert.Throws<BugCheckException>(() => host.Provider.GetAddressInfo("x", null, default, null, irp));
            Assert.Equal(BugCheckCode.IrqlNotLessOrEqual, stop.Code);
        }

        irp.Free();
    }

    [Fact]
    public void Free_TwiceOrTheMiddle_IsMisuseAndForgottenListsAreLeaks()
    {
        using WskHarness host = new();
        var first = (WskAddressInfo)Look(host, "localhost", "80", Tcp).Result!;
        Assert.Contains(host.Kernel.CheckLeaks().Leaks, leak => leak.Kind == "address info");
        Assert.Throws<ArgumentException>(() => host.Provider.FreeAddressInfo(first.Next!));
        host.Provider.FreeAddressInfo(first);
        Assert.Throws<ArgumentException>(() => host.Provider.FreeAddressInfo(first));
    }

    [Fact]
    public void HostsTable_NamesAddAndRemove()
    {
        using WskHarness host = new();
        var table = (HostsTable)host.Wsk.NameResolver;
        table.Add("server", IpAddress.Parse("10.0.0.5"));
        table.Add("SERVER", IpAddress.Parse("fd00::5"));
        Assert.Equal("10.0.0.5:1 [fd00::5]:1", Texts(host, Look(host, "Server", "1", Tcp)));
        Assert.Equal(2, table.Remove("server"));
        Look(host, "server", "1", Tcp).Ended(NtStatus.NoMatch);
    }

    [Theory]
    [InlineData("10.0.0.9:80", 16)]
    [InlineData("[fd00::9]:8080", 28)]
    public void SocketAddress_WrittenAndRead_IsTheSame(string text, int size)
    {
        var endpoint = IpEndpoint.Parse(text);
        byte[] bytes = new byte[28];
        Assert.True(WskSocketAddress.TryWrite(endpoint, bytes, out int written));
        Assert.Equal(size, written);
        Assert.True(WskSocketAddress.TryRead(bytes, out IpEndpoint read));
        Assert.Equal(endpoint, read);
        Assert.False(WskSocketAddress.TryWrite(endpoint, bytes.AsSpan(0, size - 1), out _));
        Assert.False(WskSocketAddress.TryRead(bytes.AsSpan(0, size - 1), out _));
    }

    private static TestRequest Look(WskHarness host, string? node, string? service, WskAddressHints hints) =>
        host.Request("look-up", irp => host.Provider.GetAddressInfo(node, service, hints, null, irp));

    private static string Texts(WskHarness host, TestRequest request)
    {
        request.Ended(NtStatus.Success);
        var first = (WskAddressInfo)request.Result!;
        List<string> texts = [];
        for (WskAddressInfo? entry = first; entry is not null; entry = entry.Next)
        {
            texts.Add(entry.Address.ToString());
        }

        host.Provider.FreeAddressInfo(first);
        return string.Join(' ', texts);
    }

    /// <summary>A resolver that needs 20 ms, as a DNS server across a link does.</summary>
    private sealed class SlowResolver(SimKernel kernel) : INameResolver, ITimerTarget
    {
        public NameQuery? Last { get; private set; }

        public void Resolve(NameQuery query)
        {
            Last = query;
            new KernelTimer(kernel.Processors[0], this).SetAfter(20_000_000);
        }

        public void OnTimer(int id) => Last!.Complete(NtStatus.Success, IpAddress.Parse("10.0.0.7"), IpAddress.Parse("fd00::7"));
    }
}
