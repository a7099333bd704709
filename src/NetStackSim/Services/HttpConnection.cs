using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// One HTTP connection: collects a request head, answers it, then the next. Only the head is copied; bodies leave by reference, at most a few
/// chunks ahead of what the peer has acknowledged.
/// </summary>
internal sealed class HttpConnection(HttpService service, WskConnectionSocket socket) : ServiceConnection(service, socket)
{
    private const int MaxHead = 8 * 1024;
    private const long IdleNs = 60_000_000_000;
    private const long MinimumAhead = 256 * 1024;
    private const long MaximumAhead = 8 * 1024 * 1024;

    private readonly byte[] _input = new byte[MaxHead];
    private int _buffered;
    private bool _stopped;
    private bool _answering;
    private bool _filling;
    private bool _keepAlive;
    private bool _noMoreInput;
    private bool _inputEnded;
    private byte[]? _head;
    private byte[]? _page;
    private long _bodySent;
    private long _bodyLength;

    private long BytesAhead => Math.Clamp(2 * IdealBacklog, MinimumAhead, MaximumAhead);

    public override void OnAccepted() => AbortAfter(IdleNs);

    protected override NtStatus OnReceive(WskDataIndication data, int bytesIndicated, ref int bytesAccepted)
    {
        if (_noMoreInput)
        {
            return NtStatus.Success;
        }

        bytesAccepted = Collect(data);
        _stopped = bytesAccepted < bytesIndicated;
        TryAnswer();
        return NtStatus.Success;
    }

    protected override void OnPeerEnded()
    {
        // A half-closed client still gets the answers to what it asked.
        _inputEnded = true;
        if (!_answering)
        {
            FinishSending();
        }
    }

    protected override void OnSendCompleted(NtStatus status)
    {
        if (!status.IsSuccess || IsDead)
        {
            return;
        }

        AbortAfter(IdleNs);
        if (_head is not null || _bodySent < _bodyLength)
        {
            Fill();
        }
        else if (SendsOutstanding == 0 && _answering)
        {
            EndAnswer();
        }
    }

    private int Collect(WskDataIndication data)
    {
        int taken = 0;
        for (WskDataIndication? piece = data; piece is not null && _buffered < MaxHead; piece = piece.Next)
        {
            int offset = piece.Buffer.Offset;
            int left = Math.Min(piece.Buffer.Length, MaxHead - _buffered);
            for (Mdl? mdl = piece.Buffer.Mdl; mdl is not null && left > 0; mdl = mdl.Next, offset = 0)
            {
                int count = Math.Min(left, mdl.ByteCount - offset);
                mdl.Span.Slice(offset, count).CopyTo(_input.AsSpan(_buffered));
                _buffered += count;
                taken += count;
                left -= count;
            }
        }

        Service.Kernel.Copies.Add(CopyKind.StackReceive, taken);
        return taken;
    }

    /// <summary>Answers the first request in the buffer, if it is complete and the one before is answered.</summary>
    private void TryAnswer()
    {
        if (_answering || IsSendEnded)
        {
            return;
        }

        int end = HttpRequestParser.FindEnd(_input.AsSpan(0, _buffered));
        if (end > 0)
        {
            HttpRequest request = HttpRequestParser.Parse(_input.AsSpan(0, end));
            _input.AsSpan(end, _buffered - end).CopyTo(_input);
            _buffered -= end;
            Answer(request, request.Status == 0 ? service.Respond(request.Path) : HttpResponse.Error(request.Status));
        }
        else if (_buffered == MaxHead)
        {
            Answer(HttpRequest.Bad, HttpResponse.Error(431));
        }
    }

    private void Answer(in HttpRequest request, in HttpResponse response)
    {
        _answering = true;
        _keepAlive = request.KeepAlive;
        _noMoreInput = !_keepAlive;
        _head = response.BuildHead(_keepAlive, Service.Kernel.Loop.TimeProvider.GetUtcNow());
        _page = response.Page;
        _bodyLength = request.IsHead ? 0 : response.Length;
        _bodySent = 0;
        AbortAfter(IdleNs);
        Fill();
    }

    private void Fill()
    {
        // A send that is refused completes inside the call and must not start another loop here.
        if (_filling)
        {
            return;
        }

        _filling = true;
        while (!IsSendEnded && (_head is not null || _bodySent < _bodyLength) && BytesOutstanding < BytesAhead)
        {
            SendNext();
        }

        _filling = false;
    }

    private void SendNext()
    {
        byte[] body = _page ?? service.Pattern;
        int offset = _page is null ? (int)(_bodySent % BytePattern.Period) : (int)_bodySent;
        int count = (int)Math.Min(_bodyLength - _bodySent, HttpService.ChunkSize);
        if (!Service.TryRentSlot(this, out SendSlot? slot))
        {
            Abort();
            return;
        }

        WskBuffer buffer = _head is { } head && count > 0 ? slot.Describe(head, head.Length, body, offset, count)
            : _head is not null ? slot.Describe(_head, 0, _head.Length)
            : slot.Describe(body, offset, count);
        _head = null;
        _bodySent += count;
        Send(slot, buffer, _bodySent == _bodyLength ? WskSendFlags.NoDelay : WskSendFlags.None);
    }

    private void EndAnswer()
    {
        _answering = false;
        _page = null;
        if (_keepAlive)
        {
            TryAnswer();
        }

        if (!_answering && (_inputEnded || !_keepAlive))
        {
            FinishSending();
        }

        if (_stopped && (_noMoreInput || _buffered < MaxHead))
        {
            _stopped = false;
            RestartReceives();
        }
    }
}
