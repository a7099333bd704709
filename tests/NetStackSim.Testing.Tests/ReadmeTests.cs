using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Testing.Tests;

/// <summary>The README's test, compiled and run; and the README says exactly this.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Echo_OverALossyLink_EndsAtTheSameNanosecond()
    {
        using var network = new SimNetwork(seed: 7);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000, Loss = 0.05 });
        network.Run(async () =>
        {
            await using EchoService echo = EchoService.Start(bob.Kernel);
            await using SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, 7));
            await stream.WriteAsync(new byte[100_000]);
            await stream.ReadExactlyAsync(new byte[100_000]);
        });
        Assert.Equal(TimeSpan.FromMilliseconds(38), network.Elapsed);
        network.AssertNoLeaks();
    }

    [Fact]
    public void Readme_Test_IsTheOneAbove()
    {
        string source = Read("tests/NetStackSim.Testing.Tests/ReadmeTests.cs");
        string readme = Read("README.md");
        string[] lines = readme[readme.IndexOf("<!-- test -->", StringComparison.Ordinal)..].Split("```")[1].Split('\n')[1..];

        Assert.All(lines, line => Assert.Contains(line.Trim(), source + "using NetStackSim;using NetStackSim.Testing;using Xunit;", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("[Fact]", StringComparison.Ordinal));
    }

    private static string Read(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetStackSim.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllText(Path.Combine(folder!.FullName, path));
    }
}
