using System.Text.Json;

namespace NetStackSim.InteropTests.Support;

/// <summary>The status file of the tool.</summary>
internal sealed record ToolStatus(string State, long Leaks, long UnhandledExceptions, IReadOnlyDictionary<string, long> Outstanding, IReadOnlyDictionary<string, long> Drops, IReadOnlyDictionary<string, long> Counters)
{
    /// <summary>Reads and parses the file.</summary>
    public static ToolStatus Read(string path)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = json.RootElement;
        return new ToolStatus(
            root.GetProperty("state").GetString()!,
            root.GetProperty("leaks").GetInt64(),
            root.GetProperty("unhandled_exceptions").GetInt64(),
            Numbers(root, "outstanding"),
            Numbers(root, "drops"),
            Numbers(root, "counters"));
    }

    private static Dictionary<string, long> Numbers(JsonElement root, string name) =>
        root.GetProperty(name).EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.GetInt64());
}
