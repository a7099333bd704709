namespace NetStackSim.Ndis.Tests.Inspector;

/// <summary>Texts that must stay as they are, kept as files beside the tests.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Inspector", "Golden", name);
        if (!File.Exists(path) || File.ReadAllText(path) != actual)
        {
            // What it is now lies beside it: look at it, and copy it when the change is wanted.
            File.WriteAllText(path + ".actual", actual);
        }

        Assert.True(File.Exists(path), $"There is no {path}.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
