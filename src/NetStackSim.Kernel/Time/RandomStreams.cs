namespace NetStackSim.Kernel;

/// <summary>Named random streams of one loop. A name always gives the same stream for the same seed, so that a new consumer does not shift the others.</summary>
/// <param name="seed">The root seed.</param>
public sealed class RandomStreams(ulong seed)
{
    private readonly Dictionary<string, RandomStream> _streams = new(StringComparer.Ordinal);

    /// <summary>The root seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The stream of a name; made at first use and then always the same object.</summary>
    /// <param name="name">For example <c>link/a-b/loss</c> or <c>alice/tcp.isn</c>.</param>
    public RandomStream this[string name]
    {
        get
        {
            if (!_streams.TryGetValue(name, out RandomStream? stream))
            {
                stream = new RandomStream(StableHash.Mix(StableHash.Avalanche(Seed), StableHash.Of(name)));
                _streams.Add(name, stream);
            }

            return stream;
        }
    }
}
