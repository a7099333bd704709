using System.Diagnostics;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Arithmetic between sequence numbers, 64-bit stream positions and places in send requests.</summary>
/// <remarks>The low 32 bits of a position are its sequence number, so that no table translates between them.</remarks>
internal static class SendPosition
{
    /// <summary>The sequence number of a position.</summary>
    public static SequenceNumber ToSequence(long position) => new(unchecked((uint)position));

    /// <summary>How far into a request a sequence number lies.</summary>
    public static int InRequest(StreamSend request, SequenceNumber sequence) =>
        unchecked((int)(sequence.Value - (uint)request.ProviderPosition));

    /// <summary>The request that holds the byte at an offset counted from the start of the given one; null behind the last request.</summary>
    public static StreamSend? Advance(StreamSend request, int offset)
    {
        Debug.Assert(offset >= 0, "A position before the request.");
        StreamSend? current = request;
        while (current is not null && offset >= current.Length)
        {
            offset -= current.Length;
            current = current.Next;
        }

        return current;
    }
}
