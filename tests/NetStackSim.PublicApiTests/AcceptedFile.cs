namespace NetStackSim.PublicApiTests;

/// <summary>A committed file that a test generates again and compares; a change is accepted by saying so.</summary>
internal static class AcceptedFile
{
    private const string AcceptVariable = "NETSTACKSIM_ACCEPT";

    /// <summary>Compares, or writes when <c>NETSTACKSIM_ACCEPT=1</c>.</summary>
    /// <param name="path">The file, below the root of the repository.</param>
    /// <param name="generated">What it should hold; lines end with a line feed.</param>
    /// <param name="labels">Gives every line the name under which it appears in the difference.</param>
    public static void Check(string path, string generated, Func<string[], string[]> labels)
    {
        string file = Path.Combine(SourceTree.Root, path);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, generated);
            return;
        }

        string accepted = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (accepted == generated)
        {
            return;
        }

        Assert.Fail($"{path} is not what the assemblies say. If the change is meant, run .ci/accept-api.sh and commit the file.\n"
            + Difference(labels(accepted.Split('\n')), labels(generated.Split('\n'))));
    }

    private static string Difference(string[] accepted, string[] generated)
    {
        var before = accepted.ToHashSet(StringComparer.Ordinal);
        var after = generated.ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> removed = accepted.Where(line => !after.Contains(line)).Select(line => "- " + line);
        IEnumerable<string> added = generated.Where(line => !before.Contains(line)).Select(line => "+ " + line);
        string[] lines = [.. removed, .. added];
        return lines.Length == 0 ? "Only the order of lines differs." : string.Join('\n', lines);
    }
}
