using System.Numerics;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>Receive-side scaling of a card: hash unit, indirection table, and the queue of each processor in it. Both versions of its parameters.</summary>
/// <remarks>While it is off everything goes to queue 0, which is at home on the first processor; unless RSSv2 has moved the primary processor.</remarks>
internal sealed class ReceiveScaling
{
    private readonly SimKernel _kernel;
    private readonly NicQueue[] _queues;
    private readonly RssProcessors _processors;
    private RssHasher? _hasher;
    private NicQueue _default;
    private NicQueue[] _table = [];
    private uint _mask;
    private ReceiveScaleParameters? _parameters;
    private ReceiveHashParameters? _hashing;

    internal ReceiveScaling(SimKernel kernel, NicQueue[] queues)
    {
        _kernel = kernel;
        _queues = queues;
        _processors = new RssProcessors(queues);
        _default = queues[0];
        V2 = new ReceiveScalingV2(kernel, this);
    }

    /// <summary>The parameters of RSSv2.</summary>
    internal ReceiveScalingV2 V2 { get; private set; }

    /// <summary>True when frames are spread over queues.</summary>
    internal bool IsEnabled { get; private set; }

    /// <summary>True when frames do not simply go to the first queue, without hash.</summary>
    internal bool IsActive { get; private set; }

    /// <summary>Queues in all.</summary>
    internal int QueueCount => _queues.Length;

    /// <summary>The present parameters, for a query.</summary>
    internal ReceiveScaleParameters Parameters => _parameters is { } set
        ? set with { IndirectionTable = NumbersInTable(set.Revision == 1 ? set.BaseCpuNumber : 0) }
        : new ReceiveScaleParameters { Flags = RssParameterFlags.DisableRss, HashFunction = 0 };

    /// <summary>The present hash parameters, for a query.</summary>
    internal ReceiveHashParameters Hashing => _hashing ?? new ReceiveHashParameters { HashFunction = 0 };

    internal RssHasher? Hasher => _hasher;

    internal RssProcessors Processors => _processors;

    /// <summary>The queue of a received frame; its hash is written beside it.</summary>
    internal NicQueue Select(Frame frame)
    {
        bool hashed = _hasher is { } hasher && hasher.TryHash(frame);
        return hashed && IsEnabled ? _table[frame.HashValue & _mask] : _default;
    }

    /// <summary>The queue of a list to be sent: by the hash that TCP/IP gave it, else that of the processor that sends.</summary>
    internal NicQueue SelectTransmit(NetBufferList list)
    {
        if (list.HashInfo.Function != 0 && IsEnabled)
        {
            return _table[list.HashValue & _mask];
        }

        Processor current = _kernel.CurrentProcessor;
        foreach (NicQueue queue in _queues)
        {
            if (ReferenceEquals(queue.Processor, current))
            {
                return queue;
            }
        }

        return _default;
    }

    /// <summary>OID_GEN_RECEIVE_SCALE_PARAMETERS.</summary>
    internal NtStatus Set(ReceiveScaleParameters wanted)
    {
        if ((wanted.Flags & RssParameterFlags.DisableRss) != 0 || (wanted.HashFunction == 0 && (wanted.Flags & RssParameterFlags.HashInfoUnchanged) == 0))
        {
            Disable();
            return NtStatus.Success;
        }

        ReceiveScaleParameters merged = Merge(wanted);
        if (merged.HashFunction != ToeplitzHash.Function || (merged.HashTypes & ~RssHashTypes.All) != 0)
        {
            return NtStatus.InvalidParameter;
        }

        if (!TryResolve(merged, out Processor[]? targets, out Processor? defaultProcessor)
            || RssHasher.Change(_hasher, merged.HashTypes, merged.SecretKey) is not { } hasher)
        {
            return NtStatus.InvalidParameter;
        }

        if (!TryApply(hasher, targets, defaultProcessor))
        {
            return NtStatus.InvalidParameter;
        }

        _parameters = merged with { Flags = RssParameterFlags.None };
        V2.Adopt(targets, defaultProcessor);
        return NtStatus.Success;
    }

    /// <summary>OID_GEN_RECEIVE_HASH: hashes without spreading.</summary>
    internal NtStatus Set(ReceiveHashParameters wanted)
    {
        if (IsEnabled)
        {
            return NdisStatus.InvalidState;
        }

        if ((wanted.Flags & ReceiveHashFlags.EnableHash) == 0)
        {
            Disable();
            return NtStatus.Success;
        }

        RssHashTypes? types = (wanted.Flags & ReceiveHashFlags.HashInfoUnchanged) != 0 ? null : wanted.HashTypes;
        ReadOnlyMemory<byte>? key = (wanted.Flags & ReceiveHashFlags.HashKeyUnchanged) != 0 ? null : wanted.SecretKey;
        if ((types is not null && wanted.HashFunction != ToeplitzHash.Function) || RssHasher.Change(_hasher, types, key) is not { } hasher)
        {
            return NtStatus.InvalidParameter;
        }

        _hashing = wanted with { Flags = ReceiveHashFlags.EnableHash, HashTypes = hasher.Types, SecretKey = hasher.Key };
        Use(hasher);
        return NtStatus.Success;
    }

    /// <summary>Forgets everything that drivers above have set.</summary>
    internal void PowerOn()
    {
        Disable();
        V2 = new ReceiveScalingV2(_kernel, this);
    }

    /// <summary>Scaling ends: the first queue, no hash.</summary>
    internal void Disable()
    {
        IsEnabled = false;
        _parameters = null;
        _hashing = null;
        _table = [];
        _mask = 0;
        _processors.Reset();
        _default = _queues[0];
        Use(null);
    }

    /// <summary>Switches to a table; nothing changes when there are more processors than queues.</summary>
    internal bool TryApply(RssHasher hasher, ReadOnlySpan<Processor> targets, Processor defaultProcessor)
    {
        if (!FitsQueues(targets, defaultProcessor))
        {
            return false;
        }

        _processors.Reset();
        _default = _processors.Acquire(defaultProcessor)!;
        NicQueue[] table = new NicQueue[targets.Length];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = _processors.Acquire(targets[i])!;
        }

        _table = table;
        _mask = (uint)table.Length - 1;
        _hashing = null;
        IsEnabled = true;
        Use(hasher);
        return true;
    }

    /// <summary>RSSv2 moves one entry of the table in use.</summary>
    /// <returns>False when no queue is left for the processor.</returns>
    internal bool TryMoveEntry(int index, Processor target) => TryExchange(_table[index], target, out _table[index]);

    /// <summary>RSSv2 moves the default processor while scaling is on.</summary>
    /// <returns>False when no queue is left for the processor.</returns>
    internal bool TryMoveDefault(Processor target) => TryExchange(_default, target, out _default);

    /// <summary>RSSv2 moves the primary processor while scaling is off.</summary>
    internal void MovePrimary(Processor target)
    {
        _processors.Reset();
        _default = _processors.Acquire(target)!;
        IsActive = _hasher is not null || !ReferenceEquals(_default, _queues[0]);
    }

    // The old processor is given up first: its queue may be the one that the new one needs.
    private bool TryExchange(NicQueue before, Processor target, out NicQueue after)
    {
        Processor old = before.Processor;
        _processors.Release(before);
        NicQueue? queue = _processors.Acquire(target);
        after = queue ?? _processors.Acquire(old)!;
        return queue is not null;
    }

    // Frames that lie in a ring were hashed by the unit that was there when they came.
    private void Use(RssHasher? hasher)
    {
        if (_hasher is null && hasher is not null)
        {
            foreach (NicQueue queue in _queues)
            {
                queue.Receive.ForgetHashes();
            }
        }

        _hasher = hasher;
        IsActive = hasher is not null || !ReferenceEquals(_default, _queues[0]);
        foreach (NicQueue queue in _queues)
        {
            queue.Receive.ReportsHash = hasher is not null;
        }
    }

    private ReceiveScaleParameters Merge(ReceiveScaleParameters wanted)
    {
        ReceiveScaleParameters before = Parameters;
        RssParameterFlags flags = wanted.Flags;
        bool keepsTable = (flags & RssParameterFlags.IndirectionTableUnchanged) != 0;
        return wanted with
        {
            BaseCpuNumber = (flags & RssParameterFlags.BaseCpuUnchanged) != 0 ? before.BaseCpuNumber : wanted.BaseCpuNumber,
            HashFunction = (flags & RssParameterFlags.HashInfoUnchanged) != 0 ? before.HashFunction : wanted.HashFunction,
            HashTypes = (flags & RssParameterFlags.HashInfoUnchanged) != 0 ? before.HashTypes : wanted.HashTypes,
            IndirectionTable = keepsTable ? before.IndirectionTable : wanted.IndirectionTable,
            SecretKey = (flags & RssParameterFlags.HashKeyUnchanged) != 0 ? before.SecretKey : wanted.SecretKey,
            DefaultProcessor = (flags & RssParameterFlags.DefaultProcessorUnchanged) != 0 ? before.DefaultProcessor : wanted.DefaultProcessor,
        };
    }

    private bool TryResolve(ReceiveScaleParameters parameters, out Processor[] targets, out Processor defaultProcessor)
    {
        ReadOnlySpan<Processor> all = _kernel.Processors;
        int count = parameters.IndirectionTable.Count;
        targets = new Processor[count];
        defaultProcessor = _queues[0].Processor;
        if (count is 0 or > ReceiveScaleParameters.MaximumTableEntries || !BitOperations.IsPow2(count))
        {
            return false;
        }

        int first = parameters.Revision == 1 ? parameters.BaseCpuNumber : 0;
        for (int i = 0; i < count; i++)
        {
            int number = parameters.IndirectionTable[i] + first;
            if ((uint)number >= (uint)all.Length)
            {
                return false;
            }

            targets[i] = all[number];
        }

        if (parameters.Revision < 3)
        {
            // Before the default processor was a parameter the driver chose it: the first of the table.
            defaultProcessor = targets[0];
            return true;
        }

        if ((uint)parameters.DefaultProcessor >= (uint)all.Length)
        {
            return false;
        }

        defaultProcessor = all[parameters.DefaultProcessor];
        return true;
    }

    private int[] NumbersInTable(int first)
    {
        int[] numbers = new int[_table.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _table[i].Processor.Number - first;
        }

        return numbers;
    }

    private bool FitsQueues(ReadOnlySpan<Processor> targets, Processor defaultProcessor)
    {
        ulong named = 1UL << defaultProcessor.Number;
        foreach (Processor target in targets)
        {
            named |= 1UL << target.Number;
        }

        return BitOperations.PopCount(named) <= _queues.Length;
    }
}
