namespace NetStackSim.DeterminismTests;

/// <summary>The same seed in two processes.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("run", "lossy10")]
    [InlineData("run", "mux")]
    [InlineData("run", "team")]
    public void Tool_SameSeedInTwoProcesses_PrintsTheSameBytes(params string[] command)
    {
        using TempDirectory first = new();
        using TempDirectory second = new();
        ToolProcess one = ToolProcess.Run(first.Path, [.. command, "--seed", "5", "--json"]);
        ToolProcess two = ToolProcess.Run(second.Path, [.. command, "--seed", "5", "--json"]);
        Assert.Equal(one.Out, two.Out);

        foreach (string file in Directory.EnumerateFiles(first.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal))
        {
            Assert.True(File.ReadAllBytes(first.File(file)).AsSpan().SequenceEqual(File.ReadAllBytes(second.File(file))), $"{file} differs.");
        }
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("run", "lossy10")]
    public void Tool_WithACapture_HasTheSameDigest(params string[] command)
    {
        using TempDirectory directory = new();
        ToolProcess plain = ToolProcess.Run(directory.Path, [.. command, "--seed", "5", "--json"]);
        ToolProcess watched = ToolProcess.Run(directory.Path, [.. command, "--seed", "5", "--json", "--pcap", directory.File("watched.pcapng")]);
        Assert.True(new FileInfo(directory.File("watched.pcapng")).Length > 1000);
        Assert.Equal(plain.Digest, watched.Digest);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("run", "lossy10")]
    public void Tool_AnotherSeed_HasAnotherDigest(params string[] command)
    {
        using TempDirectory directory = new();
        ToolProcess five = ToolProcess.Run(directory.Path, [.. command, "--seed", "5", "--json"]);
        ToolProcess six = ToolProcess.Run(directory.Path, [.. command, "--seed", "6", "--json"]);
        Assert.NotEqual(five.Digest, six.Digest);
    }
}
