using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Wsk;

namespace NetStackSim.ConformanceTests.Support;

/// <summary>Receives by reference: keeps each indication until the next one arrives, then gives it back.</summary>
internal sealed class RetainingSink : IBulkSink, IWskConnectionEvents
{
    private readonly WskConnectionSocket _socket;
    private WskDataIndication? _retained;

    private readonly bool _hashing;

    public RetainingSink(WskConnectionSocket socket, bool hashing)
    {
        _hashing = hashing;
        _socket = socket;
        socket.Attach(this, WskEventMask.Receive | WskEventMask.Disconnect);
    }

    public long Bytes { get; private set; }

    public ulong Hash { get; private set; } = ByteHash.Start;

    public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        Bytes += bytesIndicated;
        if (_hashing)
        {
            Read(data);
        }

        WskDataIndication? before = _retained;
        _retained = data;
        if (before is not null)
        {
            _socket.Release(before);
        }

        return NtStatus.Pending;
    }

    public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags) => NtStatus.Success;

    public void Stop()
    {
        if (_retained is { } retained)
        {
            _retained = null;
            _socket.Release(retained);
        }
    }

    private void Read(WskDataIndication? data)
    {
        for (; data is not null; data = data.Next)
        {
            WskBuffer buffer = data.Buffer;
            int offset = (int)buffer.Offset;
            long left = buffer.Length;
            for (Mdl? mdl = buffer.Mdl; mdl is not null && left > 0; mdl = mdl.Next)
            {
                int count = (int)Math.Min(left, mdl.ByteCount - offset);
                Hash = ByteHash.Add(Hash, mdl.Span.Slice(offset, count));
                left -= count;
                offset = 0;
            }
        }
    }
}
