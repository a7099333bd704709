using System.Diagnostics;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>
/// The client's send requests in order, from the oldest that is not complete to the newest: the send buffer without a copy. A request leaves when all its
/// bytes are acknowledged and no list that refers to its memory is below us.
/// </summary>
internal struct SendQueue
{
    private StreamSend? _head;
    private StreamSend? _tail;

    /// <summary>At the first byte that was never sent; whoever builds segments moves it on.</summary>
    public SendCursor Cursor;

    /// <summary>The position behind the last queued byte.</summary>
    public long End { get; private set; }

    /// <summary>The position of the first byte that was never sent.</summary>
    public long Next { get; private set; }

    /// <summary>The position up to which everything is acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>The end of the newest request that is not followed by more at once.</summary>
    public long PushedEnd { get; private set; }

    /// <summary>The end of the newest request that does not wait for Nagle.</summary>
    public long NoDelayEnd { get; private set; }

    /// <summary>Bytes queued and never sent.</summary>
    public readonly long Unsent => End - Next;

    /// <summary>True when no request is queued.</summary>
    public readonly bool IsEmpty => _head is null;

    /// <summary>Starts the stream.</summary>
    /// <param name="first">The sequence number of the first byte.</param>
    public void Start(SequenceNumber first)
    {
        Debug.Assert(Next == End, "The stream has not started.");
        long shift = first.Value - Next;
        for (StreamSend? request = _head; request is not null; request = request.Next)
        {
            request.ProviderPosition += shift;
        }

        End += shift;
        Next += shift;
        Acknowledged = Next;
        PushedEnd = Next;
        NoDelayEnd = Next;
    }

    /// <summary>Queues a request.</summary>
    public void Append(StreamSend request)
    {
        request.Next = null;
        request.ProviderPosition = End;
        request.ProviderReferences = 0;
        request.BytesSent = 0;
        End += request.Length;
        if ((request.Flags & StreamSendFlags.MoreComing) == 0)
        {
            PushedEnd = End;
        }

        if ((request.Flags & (StreamSendFlags.NoDelay | StreamSendFlags.Disconnect)) != 0)
        {
            NoDelayEnd = End;
        }

        if (_tail is null)
        {
            _head = request;
        }
        else
        {
            _tail.Next = request;
        }

        _tail = request;
        if (Cursor.Request is null)
        {
            Cursor.Seek(request, 0);
        }
    }

    /// <summary>Notes that bytes at <see cref="Next"/> went out.</summary>
    public void Sent(int bytes) => Next += bytes;


    /// <summary>Notes that the peer acknowledged more.</summary>
    public void Acknowledge(int bytes) => Acknowledged += bytes;

    /// <summary>True when the oldest request is complete.</summary>
    public readonly bool HasComplete =>
        _head is { ProviderReferences: 0 } request && request.ProviderPosition + request.Length <= Acknowledged;

    /// <summary>Takes off the requests that are complete.</summary>
    /// <param name="done">Collects them, linked by <see cref="StreamSend.Next"/>.</param>
    public void Complete(ref CompletedSends done)
    {
        while (HasComplete)
        {
            StreamSend request = _head!;
            RemoveHead(request);
            request.Status = NtStatus.Success;
            request.BytesSent = request.Length;
            done.Add(request);
        }
    }

    /// <summary>After an abort: takes off the requests whose memory is free, acknowledged or not.</summary>
    /// <param name="status">The status of requests that were not acknowledged.</param>
    /// <param name="done">Collects them.</param>
    public void Abandon(NtStatus status, ref CompletedSends done)
    {
        while (_head is { } request && request.ProviderReferences == 0)
        {
            RemoveHead(request);
            long sent = Math.Clamp(Acknowledged - request.ProviderPosition, 0, request.Length);
            request.BytesSent = (int)sent;
            request.Status = sent == request.Length && request.Length > 0 ? NtStatus.Success : status;
            done.Add(request);
        }
    }

    /// <summary>Nothing more of what is queued will be sent.</summary>
    public void StopSending()
    {
        Next = End;
        Cursor.Reset();
    }

    private void RemoveHead(StreamSend request)
    {
        // The cursor may rest at the end of a request that is complete; it must not keep memory that is no longer ours.
        if (Cursor.Request == request)
        {
            if (request.Next is { } next)
            {
                Cursor.Seek(next, 0);
            }
            else
            {
                Cursor.Reset();
            }
        }

        _head = request.Next;
        if (_head is null)
        {
            _tail = null;
        }

        request.Next = null;
    }
}
