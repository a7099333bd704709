using System.Diagnostics;
using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>A place in the memory of the queued requests: walks requests and their descriptors forward, piece by contiguous piece.</summary>
internal struct SendCursor
{
    private Mdl? _mdl;
    private int _mdlOffset;
    private int _left;

    /// <summary>The request under the cursor; null when nothing was queued since the last one was used up.</summary>
    public StreamSend? Request { get; private set; }

    /// <summary>True when the byte before the cursor ended a request that is not followed by more at once: its segment carries PSH.</summary>
    public readonly bool EndsMessage => _left == 0 && Request is { } request && (request.Flags & StreamSendFlags.MoreComing) == 0;

    /// <summary>Goes to a byte of a request.</summary>
    public void Seek(StreamSend request, int offset)
    {
        Debug.Assert(offset >= 0 && offset <= request.Length, "A place outside the request.");
        Request = request;
        _left = request.Length - offset;
        _mdl = request.Mdl;
        _mdlOffset = request.Offset + offset;
        SkipUsedDescriptors();
    }

    /// <summary>Forgets the place; called when the request under the cursor goes back to the client.</summary>
    public void Reset() => this = default;

    /// <summary>Takes the next contiguous piece.</summary>
    /// <param name="most">The most bytes wanted.</param>
    /// <param name="buffer">The array that holds them.</param>
    /// <param name="offset">Where in the array.</param>
    /// <param name="count">How many.</param>
    /// <returns>False at the end of what is queued.</returns>
    public bool TryTake(int most, out byte[] buffer, out int offset, out int count)
    {
        if (!MoveToData())
        {
            (buffer, offset, count) = ([], 0, 0);
            return false;
        }

        Mdl mdl = _mdl!;
        count = Math.Min(Math.Min(most, _left), mdl.ByteCount - _mdlOffset);
        buffer = mdl.Buffer;
        offset = mdl.Offset + _mdlOffset;
        _left -= count;
        _mdlOffset += count;
        SkipUsedDescriptors();
        return true;
    }

    // Requests of length 0 (a disconnect without data) hold nothing to take.
    private bool MoveToData()
    {
        while (_left == 0)
        {
            if (Request?.Next is not { } next)
            {
                return false;
            }

            Seek(next, 0);
        }

        return true;
    }

    private void SkipUsedDescriptors()
    {
        while (_left > 0 && _mdlOffset >= _mdl!.ByteCount)
        {
            _mdlOffset -= _mdl.ByteCount;
            _mdl = _mdl.Next;
        }
    }
}
