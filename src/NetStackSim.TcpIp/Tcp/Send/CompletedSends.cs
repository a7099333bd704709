using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Requests on their way back to the client, in the order in which they were made.</summary>
internal struct CompletedSends
{
    private StreamSend? _head;
    private StreamSend? _tail;

    /// <summary>True when there is none.</summary>
    public readonly bool IsEmpty => _head is null;

    /// <summary>Adds one at the end.</summary>
    public void Add(StreamSend request)
    {
        if (_tail is null)
        {
            _head = request;
        }
        else
        {
            _tail.Next = request;
        }

        _tail = request;
    }

    /// <summary>Takes all.</summary>
    /// <returns>The first of the chain, or null.</returns>
    public StreamSend? Take()
    {
        StreamSend? first = _head;
        _head = null;
        _tail = null;
        return first;
    }
}
