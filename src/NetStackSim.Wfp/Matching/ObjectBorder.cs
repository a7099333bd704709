namespace NetStackSim.Wfp;

/// <summary>A border between blobs or strings in an order: at an item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Place">On which side of the item.</param>
/// <param name="FromBack">True for the order that reads from the back, in which all items with one ending are neighbours.</param>
internal readonly record struct ObjectBorder(object Item, BorderPlace Place, bool FromBack) : IComparable<ObjectBorder>
{
    /// <summary>Orders borders.</summary>
    public int CompareTo(ObjectBorder other)
    {
        int items = Compare(Item, other.Item);
        if (items == 0)
        {
            return Place.CompareTo(other.Place);
        }

        if (items < 0)
        {
            return Place == BorderPlace.BehindEndings && FwpOrder.EndsWith(other.Item, Item) ? 1 : -1;
        }

        return other.Place == BorderPlace.BehindEndings && FwpOrder.EndsWith(Item, other.Item) ? -1 : 1;
    }

    /// <summary>True when a value lies behind the border.</summary>
    internal bool IsBefore(object value)
    {
        int items = Compare(value, Item);
        return Place switch
        {
            BorderPlace.Before => items >= 0,
            BorderPlace.Behind => items > 0,
            _ => items > 0 && !FwpOrder.EndsWith(value, Item),
        };
    }

    private int Compare(object left, object right) => FromBack ? FwpOrder.CompareFromBack(left, right) : FwpOrder.Compare(left, right);
}
