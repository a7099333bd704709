namespace NetStackSim.Wfp.Tests;

public sealed class LayerTableGeneratorTests
{
    [Fact]
    public void GeneratedFiles_FromTheTable_AreWhatIsCheckedIn()
    {
        string folder = Path.Combine(Repository.Root, "src", "NetStackSim.Wfp", "Layers", "Generated");
        SortedDictionary<string, string> files = LayerTableGenerator.Generate();
        if (Environment.GetEnvironmentVariable("NETSTACKSIM_REGENERATE") == "1")
        {
            foreach ((string name, string text) in files)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }
        }

        Assert.Equal(files.Keys, Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        foreach ((string name, string text) in files)
        {
            Assert.Equal(text, File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n"));
        }
    }
}
