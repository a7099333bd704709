namespace NetStackSim.InteropTests.Support;

/// <summary>Wireshark's dissectors over a capture.</summary>
internal static class Tshark
{
    /// <summary>
    /// Frames with a wrong checksum in any header. Linux sends TCP's zero as all ones, which is the same number and which the dissector objects to: that of the
    /// kernel is let pass, ours is not.
    /// </summary>
    public const string BadChecksum = "ip.checksum.status == Bad || udp.checksum.status == Bad || icmp.checksum.status == Bad || icmpv6.checksum.status == Bad"
        + $" || (tcp.checksum.status == Bad && !(tcp.checksum == 0xffff && (ip.src == {Lab.Kernel4} || ipv6.src == {Lab.Kernel6})))";

    /// <summary>Frames that the dissectors cannot make sense of.</summary>
    public const string Malformed = "_ws.malformed || _ws.unreassembled || _ws.expert.severity == error";

    // What is sent again in other pieces would be an error of the dissector that puts streams together.
    private static readonly string[] Frames = ["-o", "tcp.desegment_tcp_streams:FALSE"];
    private static readonly string[] Checksums = ["-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"];

    /// <summary>The frames that a display filter selects, one line each.</summary>
    /// <param name="file">The capture.</param>
    /// <param name="filter">The display filter.</param>
    /// <param name="checksums">False leaves checksums of TCP, UDP and IP alone: a wrong one is an error of its own to the dissector.</param>
    public static IReadOnlyList<string> Select(string file, string filter, bool checksums = true)
    {
        string[] preferences = checksums ? [.. Frames, .. Checksums] : Frames;
        CommandResult result = Shell.Run("tshark", ["-n", "-r", file, .. preferences, "-Y", filter], TimeSpan.FromSeconds(120));
        Assert.True(result.ExitCode == 0, $"tshark {file}: {result.Error}");
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>How many frames a display filter selects.</summary>
    public static int Count(string file, string filter) => Select(file, filter).Count;

    /// <summary>Asserts that a filter selects nothing; shows what it does select.</summary>
    public static void AssertNone(string file, string filter, bool checksums = true)
    {
        IReadOnlyList<string> found = Select(file, filter, checksums);
        Assert.True(found.Count == 0, $"{found.Count} frames of {Path.GetFileName(file)} match '{filter}':\n{string.Join('\n', found.Take(20))}");
    }
}
