using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests;

/// <summary>Reads the bytes of indications.</summary>
internal static class WskData
{
    public static byte[] Read(WskDataIndication? data)
    {
        var bytes = new List<byte>();
        for (WskDataIndication? piece = data; piece is not null; piece = piece.Next)
        {
            bytes.AddRange(Read(piece.Buffer));
        }

        return [.. bytes];
    }

    public static byte[] Read(in WskBuffer buffer)
    {
        var bytes = new List<byte>();
        int offset = buffer.Offset;
        int left = buffer.Length;
        for (Mdl? mdl = buffer.Mdl; mdl is not null && left > 0; mdl = mdl.Next, offset = 0)
        {
            int count = Math.Min(left, mdl.ByteCount - offset);
            bytes.AddRange(mdl.Span.Slice(offset, count));
            left -= count;
        }

        Assert.Equal(0, left);
        return [.. bytes];
    }
}
