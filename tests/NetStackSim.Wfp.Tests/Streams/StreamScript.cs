using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests.Streams;

/// <summary>What a random stream callout answers.</summary>
internal enum StreamAnswerKind
{
    Permit,
    Block,
    Continue,
    NeedMore,
    Defer,
    Allow,
    Drop,
}

/// <summary>An answer, with the bytes that it is about (0 for all) and the bytes that are injected before it.</summary>
internal readonly record struct StreamAnswer(StreamAnswerKind Kind, int Bytes, byte[] Injected);

/// <summary>Draws the answers of one callout for one direction; two with the same seed answer alike as long as they are asked alike.</summary>
internal sealed class StreamScript(ulong seed, bool isInbound)
{
    private readonly RandomStream _random = new(seed);
    private byte _next = 200;

    internal StreamAnswer Next(int length, bool mustDecide)
    {
        byte[] injected = [];
        if (_random.Next(6) == 0)
        {
            injected = new byte[1 + _random.Next(4)];
            Array.Fill(injected, _next++);
        }

        int draw = _random.Next(100);
        if (length == 0)
        {
            return new StreamAnswer(draw < 90 ? StreamAnswerKind.Permit : StreamAnswerKind.Continue, 0, []);
        }

        int bytes = _random.Next(3) == 0 ? 0 : 1 + _random.Next(length);
        return draw switch
        {
            < 45 => new StreamAnswer(StreamAnswerKind.Permit, bytes, injected),
            < 70 => new StreamAnswer(StreamAnswerKind.Block, bytes, injected),
            < 78 => new StreamAnswer(StreamAnswerKind.Continue, 0, injected),
            < 92 when !mustDecide => new StreamAnswer(StreamAnswerKind.NeedMore, 1 + _random.Next(12), injected),
            < 97 when isInbound => new StreamAnswer(StreamAnswerKind.Defer, 0, injected),
            97 => new StreamAnswer(StreamAnswerKind.Allow, 0, []),
            98 => new StreamAnswer(StreamAnswerKind.Drop, 0, []),
            _ => new StreamAnswer(StreamAnswerKind.Permit, 0, injected),
        };
    }
}
