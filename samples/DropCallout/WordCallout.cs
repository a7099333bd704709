using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Wfp;

namespace DropCallout;

/// <summary>A callout driver that reads datagrams and blocks those that hold a word.</summary>
internal sealed class WordCallout(byte[] word) : ICallout
{
    private const int LongestRead = 2048;

    private readonly byte[] _scratch = new byte[LongestRead];

    /// <summary>How many datagrams were looked at.</summary>
    public int Seen { get; private set; }

    /// <summary>classifyFn: at DATAGRAM_DATA_V4 inbound the list begins at the payload.</summary>
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        Seen++;
        if (layerData is NetBufferList list && output.CanWrite && Holds(list.FirstNetBuffer))
        {
            output.Block();
            return;
        }

        // No opinion: the next filter decides.
        output.Continue();
    }

    // The payload may lie in several pieces of memory: the scratch buffer is used only then.
    private bool Holds(NetBuffer buffer) =>
        buffer.TryGetContiguous(Math.Min(buffer.DataLength, LongestRead), _scratch, out ReadOnlySpan<byte> data) && data.IndexOf(word) >= 0;
}
