namespace NetStackSim.ConformanceTests.Support;

/// <summary>A hash over a stream of bytes that does not depend on the pieces in which they come.</summary>
internal static class ByteHash
{
    public const ulong Start = 14_695_981_039_346_656_037;

    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte each in bytes)
        {
            hash = (hash ^ each) * 1_099_511_628_211;
        }

        return hash;
    }
}
