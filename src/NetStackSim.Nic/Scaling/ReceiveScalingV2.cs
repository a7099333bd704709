using System.Numerics;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The parameters of RSS version 2: hash and sizes by one request, processors entry by entry at DISPATCH_LEVEL.</summary>
/// <remarks>
/// Steering parameters that are not active (the table and the default processor while scaling is off, the primary processor while it is on) are remembered without a
/// check, and checked when they become active.
/// </remarks>
internal sealed class ReceiveScalingV2
{
    private readonly SimKernel _kernel;
    private readonly ReceiveScaling _scaling;
    private Processor[] _entries;
    private Processor _default;
    private Processor _primary;
    private int _queues = 1;

    internal ReceiveScalingV2(SimKernel kernel, ReceiveScaling scaling)
    {
        _kernel = kernel;
        _scaling = scaling;
        _default = _primary = kernel.Processors[0];
        _entries = [_primary];
    }

    /// <summary>OID_GEN_RECEIVE_SCALE_PARAMETERS_V2.</summary>
    internal NtStatus Set(ReceiveScaleParametersV2 wanted)
    {
        bool enable = (wanted.Flags & RssV2ParameterFlags.EnableRss) != 0;
        int queues = (wanted.Flags & RssV2ParameterFlags.NumberOfQueuesChanged) != 0 ? (int)Math.Min(wanted.NumberOfQueues, int.MaxValue) : _queues;
        int entries = (wanted.Flags & RssV2ParameterFlags.NumberOfEntriesChanged) != 0
            ? (int)Math.Min(wanted.NumberOfIndirectionTableEntries, int.MaxValue)
            : _entries.Length;
        if (queues < 1 || queues > _scaling.QueueCount || entries is < 1 or > ReceiveScaleParameters.MaximumTableEntries || !BitOperations.IsPow2(entries))
        {
            return NtStatus.InvalidParameter;
        }

        Processor[] table = Resize(entries);
        if (enable)
        {
            NtStatus status = Enable(wanted, table, queues);
            if (!status.IsSuccess)
            {
                return status;
            }
        }
        else if (_scaling.IsEnabled)
        {
            _scaling.Disable();
            _scaling.MovePrimary(_primary);
        }

        _queues = queues;
        _entries = table;
        return NtStatus.Success;
    }

    /// <summary>OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES: the moves of one request are a group; they need a queue only where the group leaves one named.</summary>
    /// <param name="moves">The moves; each gets its status.</param>
    internal void Move(Span<RssIndirectionEntry> moves)
    {
        MoveOneByOne(moves);
        foreach (RssIndirectionEntry move in moves)
        {
            if (move.Status == NdisStatus.NoQueues)
            {
                MoveTogether(moves);
                return;
            }
        }
    }

    private void MoveOneByOne(Span<RssIndirectionEntry> moves)
    {
        bool progress = true;
        for (int i = 0; i < moves.Length; i++)
        {
            moves[i] = moves[i] with { Status = NtStatus.Pending };
        }

        while (progress)
        {
            progress = false;
            for (int i = 0; i < moves.Length; i++)
            {
                if (moves[i].Status == NtStatus.Pending || moves[i].Status == NdisStatus.NoQueues)
                {
                    NtStatus status = Move(moves[i]);
                    progress |= status == NtStatus.Success;
                    moves[i] = moves[i] with { Status = status };
                }
            }
        }
    }

    /// <summary>Version 1 has set a table: moves start from there.</summary>
    internal void Adopt(ReadOnlySpan<Processor> table, Processor defaultProcessor)
    {
        _entries = table.ToArray();
        _default = defaultProcessor;
        _queues = _scaling.QueueCount;
    }

    // No order works, but what comes out in the end may: the table is written anew.
    private void MoveTogether(Span<RssIndirectionEntry> moves)
    {
        Processor[] entries = [.. _entries];
        Processor defaultProcessor = _default;
        foreach (RssIndirectionEntry move in moves)
        {
            if (move.Status == NdisStatus.NoQueues)
            {
                Processor target = _kernel.Processors[move.Processor];
                (move.Flags == RssEntryFlags.DefaultProcessor ? ref defaultProcessor : ref entries[move.Index]) = target;
            }
        }

        if (Distinct(entries, defaultProcessor) > _queues || !_scaling.TryApply(_scaling.Hasher!, entries, defaultProcessor))
        {
            return;
        }

        _entries = entries;
        _default = defaultProcessor;
        for (int i = 0; i < moves.Length; i++)
        {
            moves[i] = moves[i].Status == NdisStatus.NoQueues ? moves[i] with { Status = NtStatus.Success } : moves[i];
        }
    }

    private NtStatus Enable(ReceiveScaleParametersV2 wanted, Processor[] table, int queues)
    {
        RssHashTypes? types = (wanted.Flags & RssV2ParameterFlags.HashInfoChanged) != 0 ? wanted.HashTypes : null;
        ReadOnlyMemory<byte>? key = (wanted.Flags & RssV2ParameterFlags.HashKeyChanged) != 0 ? wanted.SecretKey : null;
        if ((types is not null && (wanted.HashFunction != ToeplitzHash.Function || (types & ~RssHashTypes.All) != 0))
            || RssHasher.Change(_scaling.Hasher, types, key) is not { } hasher)
        {
            return NtStatus.InvalidParameter;
        }

        if (Distinct(table, _default) > queues)
        {
            return NdisStatus.NoQueues;
        }

        return _scaling.TryApply(hasher, table, _default) ? NtStatus.Success : NdisStatus.NoQueues;
    }

    private NtStatus Move(in RssIndirectionEntry move)
    {
        if ((uint)move.Processor >= (uint)_kernel.Processors.Length)
        {
            return NtStatus.InvalidParameter;
        }

        Processor target = _kernel.Processors[move.Processor];
        return move.Flags switch
        {
            RssEntryFlags.PrimaryProcessor => MovePrimary(target),
            RssEntryFlags.DefaultProcessor => MoveDefault(target),
            RssEntryFlags.TableEntry when move.Index < _entries.Length => MoveEntry(move.Index, target),
            _ => NtStatus.InvalidParameter,
        };
    }

    private NtStatus MoveEntry(int index, Processor target)
    {
        if (_scaling.IsEnabled && !(Fits(target, _entries[index]) && _scaling.TryMoveEntry(index, target)))
        {
            return NdisStatus.NoQueues;
        }

        _entries[index] = target;
        return NtStatus.Success;
    }

    private NtStatus MoveDefault(Processor target)
    {
        if (_scaling.IsEnabled && !(Fits(target, _default) && _scaling.TryMoveDefault(target)))
        {
            return NdisStatus.NoQueues;
        }

        _default = target;
        return NtStatus.Success;
    }

    private NtStatus MovePrimary(Processor target)
    {
        _primary = target;
        if (!_scaling.IsEnabled)
        {
            _scaling.MovePrimary(target);
        }

        return NtStatus.Success;
    }

    // A processor that nobody names yet costs a queue, unless the present one of this parameter is given up for it.
    private bool Fits(Processor target, Processor present) =>
        CountOf(target) > 0 || Distinct(_entries, _default) + 1 - (CountOf(present) == 1 ? 1 : 0) <= _queues;

    private int CountOf(Processor processor)
    {
        int count = ReferenceEquals(_default, processor) ? 1 : 0;
        foreach (Processor entry in _entries)
        {
            count += ReferenceEquals(entry, processor) ? 1 : 0;
        }

        return count;
    }

    // A longer table repeats the shorter one: each flow stays where it was.
    private Processor[] Resize(int entries)
    {
        Processor[] table = new Processor[entries];
        for (int i = 0; i < entries; i++)
        {
            table[i] = _entries[i % _entries.Length];
        }

        return table;
    }

    private static int Distinct(ReadOnlySpan<Processor> table, Processor defaultProcessor)
    {
        ulong named = 1UL << defaultProcessor.Number;
        foreach (Processor target in table)
        {
            named |= 1UL << target.Number;
        }

        return BitOperations.PopCount(named);
    }
}
