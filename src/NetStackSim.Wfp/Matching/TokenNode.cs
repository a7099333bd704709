using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// Tells filters apart by what descriptors say about a token. An access check walks an ACL, and the same few processes ask again and again: the node
/// remembers who was granted what. Tokens and descriptors never change.
/// </summary>
internal sealed class TokenNode : IndexNode
{
    private const int Memories = 64;

    private readonly int _field;
    private readonly FieldTest[] _tests;
    private readonly IndexNode[] _children;
    private readonly IndexNode? _anyValue;
    private readonly Dictionary<Sid, List<int>> _bySid = [];
    private readonly List<int> _forAnySid = [];
    private readonly Memory?[] _memories = new Memory?[Memories];
    private Memory? _latest;
    private int _oldest;

    /// <summary>Makes the node.</summary>
    /// <param name="field">The field.</param>
    /// <param name="tests">The checks.</param>
    /// <param name="children">The filters behind each check.</param>
    /// <param name="anyValue">The filters that check no descriptor.</param>
    internal TokenNode(int field, FieldTest[] tests, IndexNode[] children, IndexNode? anyValue)
    {
        _field = field;
        _tests = tests;
        _children = children;
        _anyValue = anyValue;
        MinRank = anyValue?.MinRank ?? int.MaxValue;
        MaxRank = anyValue?.MaxRank ?? -1;
        for (int i = 0; i < tests.Length; i++)
        {
            MinRank = Math.Min(MinRank, children[i].MinRank);
            MaxRank = Math.Max(MaxRank, children[i].MaxRank);
            Register(i, tests[i]);
        }
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        if (search.Values[_field].Token is { } token)
        {
            foreach (int granted in MemoryOf(token).Granted)
            {
                Visit(_children[granted], ref search);
            }
        }

        Visit(_anyValue, ref search);
    }

    // Nothing is granted but by an entry for one of the token's SIDs, or by a descriptor without a list.
    private void Register(int number, FieldTest test)
    {
        HashSet<Sid> sids = [];
        foreach (ref readonly CompiledCondition condition in test.Alternatives)
        {
            if (((SecurityDescriptor)condition.First!).Dacl is not { } entries)
            {
                _forAnySid.Add(number);
                return;
            }

            foreach (AccessControlEntry entry in entries)
            {
                if (entry.IsAllow && sids.Add(entry.Sid))
                {
                    (_bySid.TryGetValue(entry.Sid, out List<int>? numbers) ? numbers : _bySid[entry.Sid] = []).Add(number);
                }
            }
        }
    }

    private Memory MemoryOf(SimToken token)
    {
        if (_latest is { } latest && ReferenceEquals(latest.Token, token))
        {
            return latest;
        }

        return _latest = Known(token) ?? Learn(token);
    }

    private Memory? Known(SimToken token)
    {
        foreach (Memory? memory in _memories)
        {
            if (memory is null || ReferenceEquals(memory.Token, token))
            {
                return memory;
            }
        }

        return null;
    }

    private Memory Learn(SimToken token)
    {
        Memory oldest = _memories[_oldest] ??= new Memory();
        _oldest = (_oldest + 1) % Memories;
        Check(token, oldest);
        return oldest;
    }

    private void Check(SimToken token, Memory memory)
    {
        memory.Token = token;
        memory.Granted.Clear();
        FwpValue value = FwpValue.Of(token);
        Check(value, _forAnySid, memory.Granted);
        Check(value, _bySid.GetValueOrDefault(token.User), memory.Granted);
        for (int i = 0; i < token.Groups.Count; i++)
        {
            Check(value, _bySid.GetValueOrDefault(token.Groups[i].Sid), memory.Granted);
        }

        // A descriptor that names several of the token's SIDs is there several times.
        memory.Granted.Sort();
        int count = 0;
        for (int i = 0; i < memory.Granted.Count; i++)
        {
            int number = memory.Granted[i];
            if (count == 0 || memory.Granted[count - 1] != number)
            {
                memory.Granted[count++] = number;
            }
        }

        memory.Granted.RemoveRange(count, memory.Granted.Count - count);
    }

    private void Check(in FwpValue value, List<int>? numbers, List<int> granted)
    {
        foreach (int number in numbers ?? [])
        {
            if (_tests[number].MatchesAny(value))
            {
                granted.Add(number);
            }
        }
    }

    private sealed class Memory
    {
        internal SimToken? Token { get; set; }

        internal List<int> Granted { get; } = [];
    }
}
