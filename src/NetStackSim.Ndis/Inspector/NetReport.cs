using System.Text.Json;

namespace NetStackSim.Ndis;

/// <summary>The driver stacks of a host (<c>!ndiskd.netreport</c>): a snapshot that draws itself as text, as a Mermaid diagram and as JSON.</summary>
/// <param name="Host">The host.</param>
/// <param name="TimeNs">When, virtual nanoseconds.</param>
/// <param name="Adapters">The adapters, in the order in which they came.</param>
/// <param name="Warnings">What is not as it should be on the host, in words; each adapter has its own.</param>
public sealed record NetReport(string Host, long TimeNs, IReadOnlyList<NetReportAdapter> Adapters, IReadOnlyList<string> Warnings)
{
    /// <summary>The stacks side by side in words, top first; arrows show which way data passes a driver, bars where it goes past.</summary>
    public string ToText() => NetReportText.Render(this);

    /// <summary>A flow chart in Mermaid's language.</summary>
    public string ToMermaid() => NetReportMermaid.Render(this);

    /// <summary>One JSON object, indented, with line feeds; equal reports give equal bytes.</summary>
    public string ToJson() => InspectorJson.Render(WriteJson);

    /// <summary>Writes the members of the JSON object; the caller has begun it.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        NetReportJson.Write(json, this);
    }
}
