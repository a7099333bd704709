using System.Diagnostics;

namespace NetStackSim.TcpIp;

/// <summary>Which bytes of a datagram are here, and in which fragment: sorted pieces that never overlap (RFC 815 turned around: pieces instead of holes).</summary>
/// <typeparam name="T">What holds the bytes of a piece.</typeparam>
internal sealed class FragmentMap<T>
    where T : class
{
    private Piece[] _pieces = new Piece[8];

    /// <summary>Number of pieces.</summary>
    internal int Count { get; private set; }

    /// <summary>Bytes that are here.</summary>
    internal int Covered { get; private set; }

    /// <summary>Length of the datagram; -1 until the last fragment came.</summary>
    internal int TotalLength { get; private set; } = -1;

    /// <summary>True when nothing is missing.</summary>
    internal bool IsComplete => Covered == TotalLength;

    /// <summary>The pieces in order.</summary>
    internal ReadOnlySpan<Piece> Pieces => _pieces.AsSpan(0, Count);

    /// <summary>Items that a new fragment replaced; whoever reads them clears the list.</summary>
    internal List<T> Replaced { get; } = [];

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        _pieces.AsSpan(0, Count).Clear();
        Count = 0;
        Covered = 0;
        TotalLength = -1;
        Replaced.Clear();
    }

    /// <summary>Takes a fragment in.</summary>
    /// <param name="start">Its first byte; moved up when only its end is new.</param>
    /// <param name="end">Behind its last byte; moved down when only its start is new.</param>
    /// <param name="isLast">No more fragments follow it.</param>
    /// <param name="item">What holds it.</param>
    /// <param name="policy">What to do when it overlaps.</param>
    internal FragmentVerdict Insert(ref int start, ref int end, bool isLast, T item, Ipv4OverlapPolicy policy)
    {
        Debug.Assert(start < end, "An empty fragment is dropped before it comes here.");
        FragmentVerdict verdict = CheckEnd(end, isLast);
        if (verdict != FragmentVerdict.Kept)
        {
            return verdict;
        }

        int index = FirstEndingAfter(start);
        if (index < Count && _pieces[index].Start < end)
        {
            verdict = Overlapping(ref start, ref end, policy);
            if (verdict != FragmentVerdict.Kept)
            {
                return verdict;
            }

            index = FirstEndingAfter(start);
        }

        if (isLast)
        {
            TotalLength = Math.Max(TotalLength, end);
        }

        InsertAt(index, new Piece(start, end, item));
        return FragmentVerdict.Kept;
    }

    private FragmentVerdict CheckEnd(int end, bool isLast)
    {
        if (TotalLength >= 0)
        {
            return isLast && end != TotalLength ? FragmentVerdict.EndsDiffer : end > TotalLength ? FragmentVerdict.BeyondEnd : FragmentVerdict.Kept;
        }

        return isLast && Count > 0 && _pieces[Count - 1].End > end ? FragmentVerdict.BeyondEnd : FragmentVerdict.Kept;
    }

    private FragmentVerdict Overlapping(ref int start, ref int end, Ipv4OverlapPolicy policy)
    {
        if (IsExactDuplicate(start, end))
        {
            return FragmentVerdict.Duplicate;
        }

        if (policy == Ipv4OverlapPolicy.DropDatagram)
        {
            return FragmentVerdict.Overlap;
        }

        // What the new one surrounds, as it came, is replaced; of the rest the old data stays.
        int wholeStart = start;
        int wholeEnd = end;
        for (int i = FirstEndingAfter(start); i < Count && _pieces[i].Start < end;)
        {
            if (wholeStart < _pieces[i].Start && wholeEnd > _pieces[i].End)
            {
                Replaced.Add(_pieces[i].Item);
                RemoveAt(i);
                continue;
            }

            if (_pieces[i].Start <= start)
            {
                start = _pieces[i].End;
            }
            else
            {
                end = Math.Min(end, _pieces[i].Start);
            }

            i++;
        }

        return start < end ? FragmentVerdict.Kept : FragmentVerdict.Duplicate;
    }

    private bool IsExactDuplicate(int start, int end)
    {
        int index = FirstEndingAfter(start);
        return index < Count && _pieces[index].Start == start && _pieces[index].End == end;
    }

    // In-order arrival is the common case: the search starts at the back.
    private int FirstEndingAfter(int position)
    {
        int index = Count;
        while (index > 0 && _pieces[index - 1].End > position)
        {
            index--;
        }

        return index;
    }

    private void InsertAt(int index, in Piece piece)
    {
        if (Count == _pieces.Length)
        {
            Array.Resize(ref _pieces, Count * 2);
        }

        Array.Copy(_pieces, index, _pieces, index + 1, Count - index);
        _pieces[index] = piece;
        Count++;
        Covered += piece.End - piece.Start;
    }

    private void RemoveAt(int index)
    {
        Covered -= _pieces[index].End - _pieces[index].Start;
        Count--;
        Array.Copy(_pieces, index + 1, _pieces, index, Count - index);
        _pieces[Count] = default;
    }

    /// <summary>One piece: [Start, End) of the datagram is in Item.</summary>
    internal readonly record struct Piece(int Start, int End, T Item);
}
