using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.Scenarios;

/// <summary>A WSK client that counts datagrams by the processor on which they reach it.</summary>
internal sealed class RssSink(SimKernel kernel) : IWskDatagramEvents
{
    private readonly long[] _lists = new long[kernel.Processors.Length];

    /// <summary>Datagrams in all.</summary>
    public long Total { get; private set; }

    /// <summary>Datagrams that came on one processor.</summary>
    public long ListsOn(int processor) => _lists[processor];

    /// <inheritdoc/>
    public NtStatus ReceiveFrom(WskDatagramSocket socket, WskEventFlags flags, WskDatagramIndication? datagrams)
    {
        for (WskDatagramIndication? datagram = datagrams; datagram is not null; datagram = datagram.Next)
        {
            _lists[kernel.CurrentProcessor.Number]++;
            Total++;
        }

        return NtStatus.Success;
    }
}
