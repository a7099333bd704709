using NetStackSim.Kernel;

namespace NetStackSim.Simulation;

/// <summary>The chance of one link direction: one random stream for each kind of misfortune, drawn only while that kind is switched on.</summary>
internal sealed class Impairments
{
    private readonly RandomStream _loss;
    private readonly RandomStream _duplicate;
    private readonly RandomStream _reorder;
    private readonly RandomStream _corrupt;
    private readonly RandomStream _jitter;

    internal Impairments(EventLoop loop, string name)
    {
        _loss = loop.Random[name + "/loss"];
        _duplicate = loop.Random[name + "/duplicate"];
        _reorder = loop.Random[name + "/reorder"];
        _corrupt = loop.Random[name + "/corrupt"];
        _jitter = loop.Random[name + "/jitter"];
    }

    internal bool Loses(LinkOptions options) => options.Loss > 0 && _loss.Chance(options.Loss);

    internal bool Duplicates(LinkOptions options) => options.Duplicate > 0 && _duplicate.Chance(options.Duplicate);

    internal bool Reorders(LinkOptions options) => options.Reorder > 0 && _reorder.Chance(options.Reorder);

    internal bool Corrupts(LinkOptions options, int frameLength, out int bit)
    {
        bit = 0;
        if (options.Corrupt <= 0 || !_corrupt.Chance(options.Corrupt))
        {
            return false;
        }

        bit = _corrupt.Next(frameLength * 8);
        return true;
    }

    internal long Jitter(LinkOptions options) =>
        options.JitterNs == 0 ? 0 : (long)(_jitter.NextUInt64() % (ulong)(options.JitterNs + 1));
}
