using System.Diagnostics;

namespace NetStackSim.InteropTests.Support;

/// <summary>The bytes that <c>/bytes/N</c> promises, made here a second time from the documented formula.</summary>
internal static class Pattern
{
    private const int Period = 65521;
    private const int Block = 1 << 20;

    private static readonly byte[] Bytes = Make();

    /// <summary>Reads a stream to its end and compares every byte.</summary>
    /// <returns>Bytes read.</returns>
    public static long Compare(Stream stream)
    {
        byte[] buffer = new byte[Block];
        long position = 0;
        for (int length; (length = stream.Read(buffer)) > 0; position += length)
        {
            int start = (int)(position % Period);
            if (!buffer.AsSpan(0, length).SequenceEqual(Bytes.AsSpan(start, length)))
            {
                Assert.Fail($"The bytes from {position} differ within the next {length}.");
            }
        }

        return position;
    }

    /// <summary>Fetches <c>/bytes/N</c> with curl and compares what it prints.</summary>
    /// <returns>How long curl took.</returns>
    public static TimeSpan Fetch(NetworkNamespace space, string address, long count, TimeSpan timeout)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using Process curl = space.Start("curl", ["-s", "-S", "-f", "-g", "--max-time", $"{timeout.TotalSeconds:F0}", Url(address, count)]);
        long length = Compare(curl.StandardOutput.BaseStream);
        string error = curl.StandardError.ReadToEnd();
        curl.WaitForExit();
        Assert.True(curl.ExitCode == 0, $"curl {address}: exit code {curl.ExitCode} after {length} bytes; {error}");
        Assert.Equal(count, length);
        return watch.Elapsed;
    }

    /// <summary>The address of N bytes.</summary>
    public static string Url(string address, long count) => address.Contains(':', StringComparison.Ordinal) ? $"http://[{address}]/bytes/{count}" : $"http://{address}/bytes/{count}";

    private static byte[] Make()
    {
        byte[] bytes = new byte[Period + Block];
        for (int i = 0; i < bytes.Length; i++)
        {
            int j = i % Period;
            bytes[i] = (byte)((j ^ (j / 256)) % 256);
        }

        return bytes;
    }
}
