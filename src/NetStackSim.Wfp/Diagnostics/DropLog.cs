namespace NetStackSim.Wfp;

/// <summary>
/// The newest blocks of a host with everything that is needed to explain them later. Recording copies the values into memory that is
/// kept and reused; words are made only when somebody reads.
/// </summary>
public sealed class DropLog
{
    /// <summary>Number of blocks that are kept, as many as Windows' log of net events.</summary>
    public const int Capacity = 128;

    private readonly DropRecord?[] _records = new DropRecord?[Capacity];

    /// <summary>Number of blocks since the start.</summary>
    public long Total { get; private set; }

    /// <summary>Number of blocks that can be read.</summary>
    public int Count => (int)Math.Min(Total, Capacity);

    /// <summary>Explains a block.</summary>
    /// <param name="index">0 is the newest.</param>
    /// <returns>The explanation.</returns>
    public DropExplanation this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _records[(Total - 1 - index) % Capacity]!.Explain();
        }
    }

    /// <summary>Explains the newest block of a packet: the answer to "which filter dropped my packet?".</summary>
    /// <param name="correlationId">The packet's correlation id, as in traces, drop observers and captures; not 0.</param>
    /// <returns>The explanation; null when no filter blocked the packet, or too many blocks happened since.</returns>
    public DropExplanation? Find(ulong correlationId)
    {
        for (int i = 0; i < Count; i++)
        {
            DropRecord record = _records[(Total - 1 - i) % Capacity]!;
            if (record.CorrelationId == correlationId)
            {
                return record.Explain();
            }
        }

        return null;
    }

    /// <summary>Records a block. Allocates only until the log is full for the first time.</summary>
    /// <param name="timeNs">Virtual time.</param>
    /// <param name="correlationId">The packet; 0 for none.</param>
    /// <param name="values">The values of the classification.</param>
    /// <param name="result">The decision, a block by a filter.</param>
    public void Add(long timeNs, ulong correlationId, ClassifyValues values, in ClassifyResult result)
    {
        ref DropRecord? record = ref _records[Total % Capacity];
        record ??= new DropRecord();
        record.Set(timeNs, correlationId, values, result);
        Total++;
    }
}
