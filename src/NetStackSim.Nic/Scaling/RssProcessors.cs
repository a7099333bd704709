using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>Gives each processor that receive-side scaling names a queue of the card, for as long as it is named.</summary>
/// <remarks>A queue whose message goes to that processor is taken first; else a free one, whose DPC the driver then queues over there.</remarks>
internal sealed class RssProcessors
{
    private readonly NicQueue[] _queues;
    private readonly Processor[] _homes;
    private readonly int[] _references;

    internal RssProcessors(NicQueue[] queues)
    {
        _queues = queues;
        _references = new int[queues.Length];
        _homes = new Processor[queues.Length];
        for (int i = 0; i < queues.Length; i++)
        {
            _homes[i] = queues[i].Processor;
        }
    }

    /// <summary>Names a processor once more.</summary>
    /// <returns>Its queue; null when all queues belong to other processors.</returns>
    internal NicQueue? Acquire(Processor processor)
    {
        int index = Find(processor, named: true);
        if (index < 0)
        {
            index = FindFree(processor);
        }

        if (index < 0)
        {
            return null;
        }

        _references[index]++;
        _queues[index].MoveTo(processor);
        return _queues[index];
    }

    /// <summary>A processor is named once less.</summary>
    internal void Release(NicQueue queue) => _references[queue.Number]--;

    /// <summary>Nobody is named; every queue is where its message goes.</summary>
    internal void Reset()
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            _references[i] = 0;
            _queues[i].MoveTo(_homes[i]);
        }
    }

    private int Find(Processor processor, bool named)
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            if (_references[i] > 0 == named && ReferenceEquals(named ? _queues[i].Processor : _homes[i], processor))
            {
                return i;
            }
        }

        return -1;
    }

    private int FindFree(Processor processor)
    {
        int home = Find(processor, named: false);
        return home >= 0 ? home : Array.IndexOf(_references, 0);
    }
}
