using System.Text.Json;

namespace NetStackSim.Ndis;

/// <summary>What a command of the inspector found: a snapshot that does not change when the host goes on.</summary>
/// <param name="Command">The command with its arguments.</param>
/// <param name="Host">The host.</param>
/// <param name="TimeNs">When, virtual nanoseconds.</param>
/// <param name="Sections">What it found.</param>
public sealed record InspectorPage(string Command, string Host, long TimeNs, IReadOnlyList<InspectorSection> Sections)
{
    /// <summary>The page as the debugger extension would print it.</summary>
    public string ToText() => InspectorText.Render(this);

    /// <summary>The page as one JSON object, indented, with line feeds; equal pages give equal bytes.</summary>
    public string ToJson() => InspectorJson.Render(this);

    /// <summary>Writes the members of the JSON object; the caller has begun it.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        InspectorJson.Write(json, this);
    }

    /// <summary>The section of this title, or null.</summary>
    public InspectorSection? Section(string title) => Sections.FirstOrDefault(section => section.Title == title);
}
