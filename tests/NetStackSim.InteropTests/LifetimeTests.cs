using NetStackSim.InteropTests.Support;

namespace NetStackSim.InteropTests;

/// <summary>How the tool ends, and devices that it makes itself.</summary>
public sealed class LifetimeTests
{
    [InteropTheory]
    [InlineData(Native.Terminate)]
    [InlineData(Native.Interrupt)]
    public async Task Signal_InTheMiddleOfTransfers_EndsCleanly(int signal)
    {
        using Lab lab = new(Frames.Vnet, Loss.Link);
        Task<CommandResult> download = Task.Run(() => lab.Space.Run("curl", ["-s", "-S", "-o", "/dev/null", "--max-time", "30", Pattern.Url(Lab.Host4(), 10_000_000_000)]));
        Task<CommandResult> generator = Task.Run(() => lab.Space.Run("sh", ["-c", $"timeout 30 curl -s -S --max-time 30 telnet://{Lab.Host4()}:19 </dev/null >/dev/null"]));
        await Task.Delay(1500);
        Assert.Equal(1, lab.Tool.ReadStatus().Counters["service.http.open"]);
        lab.StopClean(signal);
        Assert.NotEqual(0, (await download).ExitCode);
        await generator;
    }

    [InteropTheory]
    [InlineData(Native.Terminate)]
    [InlineData(Native.Interrupt)]
    public void Signal_StartedInTheBackgroundOfAShell_EndsCleanly(int signal)
    {
        using Lab lab = new(Frames.Vnet, interruptIgnored: true);
        Pattern.Fetch(lab.Space, Lab.Host4(), 1_000_000, TimeSpan.FromSeconds(20));
        lab.StopClean(signal);
    }

    [InteropFact]
    public void Device_TurnedOffAndOn_IsUsedAgain()
    {
        using Lab lab = new(Frames.Vnet);
        Pattern.Fetch(lab.Space, Lab.Host4(), 1_000_000, TimeSpan.FromSeconds(20));
        lab.Space.Ip($"link set {NetworkNamespace.Device} down");
        Thread.Sleep(100);
        lab.Space.Ip($"link set {NetworkNamespace.Device} up");
        Pattern.Fetch(lab.Space, Lab.Host4(), 1_000_000, TimeSpan.FromSeconds(20));
        lab.StopClean();
    }

    [InteropFact]
    public void Device_ThatIsDeletedUnderTheTool_StillEndsCleanly()
    {
        using Lab lab = new(Frames.Vnet);
        Pattern.Fetch(lab.Space, Lab.Host4(), 1_000_000, TimeSpan.FromSeconds(20));
        lab.Space.Ip($"link del {NetworkNamespace.Device}");
        Thread.Sleep(200);
        lab.StopClean();
    }

    [InteropFact]
    public void Device_ThatDoesNotExist_IsMadeAndRemoved()
    {
        using NetworkNamespace space = new();
        string folder = Directory.CreateTempSubdirectory("nssit-").FullName;
        try
        {
            using (ToolProcess tool = new(space, folder, ["--device", NetworkNamespace.Device, "--address", $"{Lab.Host4()}/24", "--address6", $"{Lab.Host6()}/64", "--serve", "http:80"]))
            {
                space.Configure();
                Pattern.Fetch(space, Lab.Host4(), 1_000_000, TimeSpan.FromSeconds(20));
                Pattern.Fetch(space, Lab.Host6(), 1_000_000, TimeSpan.FromSeconds(20));
                (int code, ToolStatus status) = tool.Stop();
                Assert.Equal(0, code);
                Assert.Equal(0, status.Leaks);
            }

            Assert.DoesNotContain(NetworkNamespace.Device, space.Run("ip", ["link"]).Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
