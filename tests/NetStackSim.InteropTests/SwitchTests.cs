using NetStackSim.InteropTests.Support;

namespace NetStackSim.InteropTests;

/// <summary>Ten hosts behind a simulated switch on one device.</summary>
public sealed class SwitchTests
{
    private const int Hosts = 10;

    [InteropTheory]
    [MemberData(nameof(Matrix.All), MemberType = typeof(Matrix))]
    public async Task TenHosts_AllAtOnce_EachServesItsOwnClient(Frames frames, Loss loss)
    {
        using Lab lab = new(frames, loss, Hosts);
        int size = Matrix.Size(loss, 10_000_000, 1_000_000);
        List<Task> clients = [];
        for (int i = 0; i < Hosts; i++)
        {
            string address = i % 2 == 0 ? Lab.Host4(i) : Lab.Host6(i);
            clients.Add(Task.Factory.StartNew(
                () => Pattern.Fetch(lab.Space, address, size, TimeSpan.FromSeconds(60)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        await Task.WhenAll(clients);
        ToolStatus status = lab.StopClean();
        Assert.Equal(Hosts, status.Counters["service.http.accepted"]);
    }

    [InteropTheory]
    [InlineData(Frames.Vnet)]
    [InlineData(Frames.Plain)]
    public void TenHosts_PingEach_EachAnswersWithItsOwnMac(Frames frames)
    {
        using Lab lab = new(frames, hosts: Hosts);
        for (int i = 0; i < Hosts; i++)
        {
            foreach (string address in new[] { Lab.Host4(i), Lab.Host6(i) })
            {
                CommandResult result = lab.Space.Run("ping", ["-n", "-c", "2", "-i", "0.01", "-W", "2", "-s", "3000", address]);
                Assert.True(result.ExitCode == 0, result.Output);
            }
        }

        string neighbors = lab.Space.Run("ip", ["neigh", "show", "dev", NetworkNamespace.Device]).Output;
        string[] macs = [.. neighbors.Split('\n').Where(static line => line.Contains("lladdr", StringComparison.Ordinal))
            .Select(static line => line.Split(' ')).Select(static words => words[Array.IndexOf(words, "lladdr") + 1])];
        Assert.Equal(Hosts, macs.Distinct().Count());
        lab.StopClean();
    }
}
