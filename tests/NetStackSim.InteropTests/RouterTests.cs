using NetStackSim.InteropTests.Support;

namespace NetStackSim.InteropTests;

/// <summary>The kernel is a router: the client is a network away, behind a line that takes smaller packets than the simulated host believes.</summary>
public sealed class RouterTests
{
    private const string Router4 = "10.78.0.1";
    private const string Router6 = "fd78::1";
    private const int Narrow = 1300;

    [InteropTheory]
    [InlineData(Frames.Vnet)]
    [InlineData(Frames.Plain)]
    public async Task Transfers_ThroughAGatewayWithASmallerMtu_HostLearnsThePathMtu(Frames frames)
    {
        byte[] data = new byte[2_000_000];
        new Random(7).NextBytes(data);
        using Lab lab = new(frames, more: ["--gateway", Lab.Kernel4, "--gateway", Lab.Kernel6]);
        using NetworkNamespace client = new();
        Connect(lab.Space, client);
        foreach (string address in Lab.BothAddresses)
        {
            Assert.Equal(0, client.Run("ping", ["-n", "-c", "3", "-i", "0.1", "-W", "5", address]).ExitCode);
            Pattern.Fetch(client, address, 10_000_000, TimeSpan.FromSeconds(30));
            Assert.Equal(data, await client.Run(() => KernelClient.Exchange(address, 7, data, 30)));
        }

        ToolStatus status = lab.StopClean();
        Assert.True(status.Counters["icmp4.in.error-reports"] > 0, "No 'fragmentation needed' arrived.");
        Assert.True(status.Counters["icmp6.in.error-reports"] > 0, "No 'packet too big' arrived.");
    }

    // The client's end keeps 1500 bytes, so that its MSS does not give the narrow line away.
    private static void Connect(NetworkNamespace router, NetworkNamespace client)
    {
        router.Ip($"link add v0 type veth peer name v1 netns {client.Name}");
        Attach(router, "v0", "1");
        Attach(client, "v1", "2");
        router.Ip($"link set v0 mtu {Narrow}");
        client.Ip($"route add default via {Router4}");
        client.Ip($"-6 route add default via {Router6}");
        Assert.Equal(0, router.Run("sh", ["-c", "echo 1 >/proc/sys/net/ipv4/ip_forward && echo 1 >/proc/sys/net/ipv6/conf/all/forwarding"]).ExitCode);
    }

    private static void Attach(NetworkNamespace space, string device, string host)
    {
        space.Ip($"addr add 10.78.0.{host}/24 dev {device}");
        space.Ip($"addr add fd78::{host}/64 dev {device} nodad");
        space.Ip($"link set {device} up");
    }
}
