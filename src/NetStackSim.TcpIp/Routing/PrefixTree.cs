using System.Diagnostics;

namespace NetStackSim.TcpIp;

/// <summary>A path-compressed binary tree over bit strings of up to 128 bits: what the routing table looks prefixes up in.</summary>
/// <remarks>Keys are left-aligned: an IPv4 address occupies the top 32 bits. A node holds any number of values of one prefix, in insertion order.</remarks>
/// <typeparam name="T">The values.</typeparam>
internal sealed class PrefixTree<T>
    where T : class
{
    private const int KeyBits = 128;

    private Node? _root;

    /// <summary>Adds a value behind those that the prefix already has.</summary>
    internal void Add(UInt128 key, int length, T value) => NodeFor(key & Mask(length), length).Values.Add(value);

    /// <summary>Takes a value out.</summary>
    /// <returns>False when it was not there.</returns>
    internal bool Remove(UInt128 key, int length, T value)
    {
        ref Node? slot = ref _root;
        key &= Mask(length);
        while (slot is not null && slot.Length < length && Matches(slot, key))
        {
            slot = ref slot.Child(Bit(key, slot.Length));
        }

        if (slot is null || slot.Length != length || slot.Key != key || !slot.Values.Remove(value))
        {
            return false;
        }

        _root = Prune(_root, key, length);
        return true;
    }

    /// <summary>Finds the best value: the longest prefix that covers the key and has a value that the chooser accepts.</summary>
    /// <param name="key">The address, left-aligned.</param>
    /// <param name="chooser">Picks from the values of one prefix, or none.</param>
    /// <typeparam name="TChooser">A struct, so that the look-up allocates nothing and inlines.</typeparam>
    internal T? Find<TChooser>(UInt128 key, TChooser chooser)
        where TChooser : struct, IChooser
    {
        T? best = null;
        for (Node? node = _root; node is not null && Matches(node, key); node = node.Length == KeyBits ? null : node.Child(Bit(key, node.Length)))
        {
            best = chooser.Choose(node.Values) ?? best;
        }

        return best;
    }

    private static UInt128 Mask(int length) => length == 0 ? UInt128.Zero : UInt128.MaxValue << (KeyBits - length);

    private static int Bit(UInt128 key, int position) => (int)(uint)(key >> (KeyBits - 1 - position)) & 1;

    private static bool Matches(Node node, UInt128 key) => ((node.Key ^ key) & Mask(node.Length)) == UInt128.Zero;

    private static int CommonLength(UInt128 left, UInt128 right, int limit) =>
        Math.Min(limit, (int)UInt128.LeadingZeroCount(left ^ right));

    // Removes empty nodes on the way to the key that no longer branch.
    private static Node? Prune(Node? node, UInt128 key, int length)
    {
        if (node is null)
        {
            return null;
        }

        if (node.Length < length)
        {
            ref Node? child = ref node.Child(Bit(key, node.Length));
            child = Prune(child, key, length);
        }

        if (node.Values.Count > 0 || (node.Zero is not null && node.One is not null))
        {
            return node;
        }

        return node.Zero ?? node.One;
    }

    private Node NodeFor(UInt128 key, int length)
    {
        ref Node? slot = ref _root;
        while (slot is not null)
        {
            int common = CommonLength(slot.Key, key, Math.Min(slot.Length, length));
            if (common < slot.Length)
            {
                return Split(ref slot, key, length, common);
            }

            if (slot.Length == length)
            {
                return slot;
            }

            slot = ref slot.Child(Bit(key, slot.Length));
        }

        slot = new Node(key, length);
        return slot;
    }

    // Puts a node for the common part above the one in the slot; the wanted node is that one or its other child.
    private static Node Split(ref Node? slot, UInt128 key, int length, int common)
    {
        Node lower = slot!;
        Debug.Assert(common < lower.Length, "A split happens inside a node.");
        Node upper = new(key & Mask(common), common);
        upper.Child(Bit(lower.Key, common)) = lower;
        slot = upper;
        if (common == length)
        {
            return upper;
        }

        Node wanted = new(key, length);
        upper.Child(Bit(key, common)) = wanted;
        return wanted;
    }

    /// <summary>Picks one of the values of a prefix.</summary>
    internal interface IChooser
    {
        /// <summary>The choice, or null when none will do and a shorter prefix should be tried.</summary>
        T? Choose(List<T> values);
    }

    private sealed class Node(UInt128 key, int length)
    {
        private Node? _zero;
        private Node? _one;

        internal UInt128 Key { get; } = key;

        internal int Length { get; } = length;

        internal List<T> Values { get; } = [];

        internal Node? Zero => _zero;

        internal Node? One => _one;

        internal ref Node? Child(int bit)
        {
            if (bit == 0)
            {
                return ref _zero;
            }

            return ref _one;
        }
    }
}
