using System.Globalization;

namespace NetStackSim.Wfp.Tests.Streams;

/// <summary>
/// One direction of a stream as the specification tells it, byte lists and nothing else: sublayer by sublayer, each callout is asked for all that waits
/// in front of it until nothing waits or it waits itself. The twin of the stream engine.
/// </summary>
internal sealed class ReferenceStream(StreamScript[] scripts, List<string> calls, int bufferLimit, Func<int, bool> isReleased, Action<int> release)
{
    private readonly List<byte>[] _waiting = [.. scripts.Select(static _ => new List<byte>())];
    private readonly int[] _wanted = new int[scripts.Length];
    private readonly int[] _missed = new int[scripts.Length];
    private readonly bool[] _ends = new bool[scripts.Length];
    private bool _runs;

    internal List<byte> Output { get; } = [];

    internal bool HasEnded { get; private set; }

    internal bool IsDropped { get; private set; }

    internal bool[] Deferred { get; } = new bool[scripts.Length];

    internal int Waiting => _waiting.Sum(static w => w.Count);

    internal void Feed(ReadOnlySpan<byte> bytes)
    {
        To(0).AddRange(bytes);
        Run();
    }

    internal void FeedEnd()
    {
        End(0);
        Run();
    }

    internal void Inject(int by, ReadOnlySpan<byte> bytes)
    {
        To(by + 1).AddRange(bytes);
        Run();
    }

    internal void Continue(int at)
    {
        Deferred[at] = false;
        Run();
    }

    internal void Released(int at)
    {
        _wanted[at] = 0;
        Deferred[at] = false;
        Run();
    }

    private List<byte> To(int at) => at < _waiting.Length ? _waiting[at] : Output;

    private void End(int at)
    {
        if (at < _ends.Length)
        {
            _ends[at] = true;
        }
        else
        {
            HasEnded = true;
        }
    }

    private void Run()
    {
        if (_runs)
        {
            return;
        }

        _runs = true;
        for (int at = 0; at < scripts.Length; at++)
        {
            while (!IsDropped && !Deferred[at] && Step(at))
            {
            }
        }

        _runs = false;
    }

    // Asks once. False when there is nothing to ask about.
    private bool Step(int at)
    {
        List<byte> waiting = _waiting[at];
        bool isFull = waiting.Count >= bufferLimit;
        if (waiting.Count == 0 ? !_ends[at] : waiting.Count < _wanted[at] && !_ends[at] && !isFull)
        {
            return false;
        }

        _wanted[at] = 0;
        bool isEnd = waiting.Count == 0;
        StreamAnswer answer = Ask(at, isFull, isEnd);
        int bytes = answer.Bytes == 0 || answer.Bytes > waiting.Count ? waiting.Count : answer.Bytes;
        switch (answer.Kind)
        {
            case StreamAnswerKind.Block:
                waiting.RemoveRange(0, bytes);
                for (int lower = at + 1; lower < scripts.Length; lower++)
                {
                    _missed[lower] += bytes;
                }

                break;
            case StreamAnswerKind.NeedMore:
                _wanted[at] = waiting.Count + answer.Bytes;
                break;
            case StreamAnswerKind.Defer:
                Deferred[at] = true;
                break;
            case StreamAnswerKind.Drop:
                IsDropped = true;
                break;
            default:
                bytes = answer.Kind == StreamAnswerKind.Permit ? bytes : waiting.Count;
                To(at + 1).AddRange(waiting[..bytes]);
                waiting.RemoveRange(0, bytes);
                if (isEnd)
                {
                    _ends[at] = false;
                    End(at + 1);
                }

                break;
        }

        return true;
    }

    private StreamAnswer Ask(int at, bool isFull, bool isEnd)
    {
        int missed = _missed[at];
        _missed[at] = 0;
        if (isReleased(at))
        {
            return new StreamAnswer(StreamAnswerKind.Permit, 0, []);
        }

        bool noMore = _ends[at] && !isEnd;
        calls.Add(Describe(at, [.. _waiting[at]], missed, isFull, noMore, isEnd));
        StreamAnswer answer = scripts[at].Next(_waiting[at].Count, isFull || noMore);
        To(at + 1).AddRange(answer.Injected);
        if (answer.Kind == StreamAnswerKind.Allow)
        {
            release(at);
        }

        return answer;
    }

    internal static string Describe(int at, byte[] bytes, int missed, bool isFull, bool noMore, bool isEnd) =>
        string.Create(CultureInfo.InvariantCulture, $"{at}: {Convert.ToHexString(bytes)} missed {missed}{(isFull ? " full" : "")}{(noMore ? " last" : "")}{(isEnd ? " end" : "")}");
}
