using System.Text;
using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>Runs checks over a frame and words the failure.</summary>
internal static class PacketMatcher
{
    private const int BytesPerLine = 16;
    private const int MaximumDump = 256;

    /// <summary>True when every check agrees.</summary>
    public static bool Matches(byte[] frame, ReadOnlySpan<PacketCheck> checks) => Inspect(frame, checks).Problems.Count == 0;

    /// <summary>Throws when a check does not agree.</summary>
    public static void Require(byte[] frame, ReadOnlySpan<PacketCheck> checks, string context = "")
    {
        PacketInspection inspection = Inspect(frame, checks);
        if (inspection.Problems.Count > 0)
        {
            throw new NetworkAssertionException(Explain(inspection, checks, context));
        }
    }

    /// <summary>The statements in one line.</summary>
    public static string Describe(ReadOnlySpan<PacketCheck> checks)
    {
        var text = new StringBuilder();
        foreach (PacketCheck check in checks)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(check);
        }

        return text.Length == 0 ? "any frame" : text.ToString();
    }

    private static PacketInspection Inspect(byte[] frame, ReadOnlySpan<PacketCheck> checks)
    {
        var inspection = new PacketInspection(frame);
        foreach (PacketCheck check in checks)
        {
            check.Inspect(inspection);
        }

        return inspection;
    }

    private static string Explain(PacketInspection inspection, ReadOnlySpan<PacketCheck> checks, string context)
    {
        var text = new StringBuilder();
        text.Append($"The frame is not {Describe(checks)}.\n");
        foreach (string problem in inspection.Problems)
        {
            text.Append($"  {problem}\n");
        }

        text.Append($"It is: {PacketSummary.Describe(inspection.Frame, withAddresses: true)}\n");
        AppendDump(text, inspection.Frame);
        return text.Append(context).ToString();
    }

    private static void AppendDump(StringBuilder text, ReadOnlySpan<byte> frame)
    {
        for (int offset = 0; offset < Math.Min(frame.Length, MaximumDump); offset += BytesPerLine)
        {
            text.Append($"  {offset:x4} ");
            foreach (byte value in frame.Slice(offset, Math.Min(BytesPerLine, frame.Length - offset)))
            {
                text.Append($" {value:x2}");
            }

            text.Append('\n');
        }

        if (frame.Length > MaximumDump)
        {
            text.Append($"  ... {frame.Length - MaximumDump} bytes more\n");
        }
    }
}
