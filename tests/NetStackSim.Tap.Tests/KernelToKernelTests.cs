using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Simulation;

namespace NetStackSim.Tap.Tests;

/// <summary>Two Linux kernels (namespaces) talk TCP to each other through simulated links: they check every checksum and segment that we cut.</summary>
[Collection("tap devices")]
public sealed class KernelToKernelTests
{
    private const int Bytes = 3_000_000;

    [TapFact]
    public void Tcp_VnetToVnet_LargeFramesCrossUncut()
    {
        Outcome outcome = Transfer(true, true, false, new LinkOptions());
        Assert.True(outcome.AverageFrameRead > 5_000, $"frames of {outcome.AverageFrameRead} bytes on average");
        Assert.Equal(0, outcome.BytesCut);
    }

    [TapFact]
    public void Tcp_VnetToPlain_LargeFramesAreCutForTheKernel()
    {
        Outcome outcome = Transfer(true, false, false, new LinkOptions());
        Assert.True(outcome.BytesCut > Bytes);
    }

    [TapFact]
    public void Tcp_VnetToPlainOverIPv6_LargeFramesAreCutForTheKernel()
    {
        Outcome outcome = Transfer(true, false, true, new LinkOptions());
        Assert.True(outcome.BytesCut > Bytes);
    }

    [TapFact]
    public void Tcp_PlainToPlainOverIPv6_Passes() => Transfer(false, false, true, new LinkOptions());

    [TapFact]
    public void Tcp_LossyReorderingLink_KernelRecovers()
    {
        Outcome outcome = Transfer(true, true, false, new LinkOptions
        {
            DelayNs = 1_000_000,
            Loss = 0.01,
            Reorder = 0.02,
            ReorderDelayNs = 500_000,
            Duplicate = 0.01,
        });
        Assert.True(outcome.Link.Lost > 0);
        Assert.True(outcome.Link.Reordered > 0);
        Assert.True(outcome.BytesCut > 0);
    }

    private static Outcome Transfer(bool vnetA, bool vnetB, bool v6, LinkOptions options)
    {
        using TapPacer pacer = new();
        EventLoop loop = new(new EventLoopOptions { Mode = EventLoopMode.Real, Pacer = pacer });
        WireContext context = new(loop);
        using NetworkNamespace a = new($"nsstest-a-{Environment.ProcessId}");
        using NetworkNamespace b = new($"nsstest-b-{Environment.ProcessId}");
        using TapPort portA = Plug(context, pacer, a, vnetA, 1);
        using TapPort portB = Plug(context, pacer, b, vnetB, 2);
        Link link = Link.Connect(context, "wire", portA, portB, options);
        IPAddress server = IPAddress.Parse(v6 ? "fd00:7::2" : "10.214.0.2");
        using ManualResetEventSlim listening = new();
        Task<string> received = b.Run(() => Receive(server, listening));
        Task<string> sent = a.Run(() => Send(server, listening));
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(40));
        Task.WhenAll(received, sent).ContinueWith(_ => stop.Cancel(), TaskScheduler.Default);
        loop.RunReal(stop.Token);
        Assert.True(received.IsCompleted, "The transfer took more than 40 s.");
        Assert.Equal(sent.GetAwaiter().GetResult(), received.GetAwaiter().GetResult());
        loop.RunFor(20_000_000);
        Assert.Equal(link.AToB.BatchesInFlight + link.BToA.BatchesInFlight, context.Frames.Outstanding);
        Assert.Equal(link.AToB.Counters.Lost + link.BToA.Counters.Lost, context.Drops.Total);
        return new Outcome(portA.BytesRead / Math.Max(1, portA.FramesRead), context.Frames.Copies.Bytes(CopyKind.FrameSegment), link.AToB.Counters);
    }

    private static TapPort Plug(WireContext context, TapPacer pacer, NetworkNamespace space, bool vnet, int host)
    {
        TapDevice device = TapDevice.Open("nsst%d", new TapOptions { VnetHeader = vnet });
        TapFactAttribute.Ip($"link set {device.Name} netns {space.Name}");
        space.Ip($"addr add 10.214.0.{host}/24 dev {device.Name}");
        space.Ip($"addr add fd00:7::{host}/64 dev {device.Name} nodad");
        space.Ip($"link set {device.Name} up");
        return new TapPort(context, device, pacer);
    }

    private static string Receive(IPAddress address, ManualResetEventSlim listening)
    {
        using TcpListener listener = new(address, 7777);
        listener.Start();
        listening.Set();
        using Socket socket = listener.AcceptSocket();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[65536];
        for (int length; (length = socket.Receive(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, length);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string Send(IPAddress address, ManualResetEventSlim listening)
    {
        Assert.True(listening.Wait(10_000));
        byte[] data = new byte[Bytes];
        new Random(5).NextBytes(data);
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(address, 7777);
        for (int done = 0; done < data.Length;)
        {
            done += socket.Send(data.AsSpan(done));
        }

        socket.Shutdown(SocketShutdown.Both);
        return Convert.ToHexString(SHA256.HashData(data));
    }

    private sealed record Outcome(long AverageFrameRead, long BytesCut, LinkCounters Link);
}
