using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A generic NDIS object: the handle of components that are no miniport, filter or protocol.</summary>
public sealed class GenericObject : DriverResource
{
    internal GenericObject(DriverResources owner, uint tag)
        : base(owner, DriverResourceKind.GenericObject)
    {
        Tag = tag;
    }

    /// <summary>The pool tag.</summary>
    public uint Tag { get; }

    /// <summary>For its owner.</summary>
    public object? Context { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"generic object 0x{Tag:X8}";

    /// <summary>Frees the object. IRQL: Passive.</summary>
    [WindowsDdi("NdisFreeGenericObject")]
    private protected override void Release()
    {
        NdisDdi.FreeGenericObject.Check(Owner.Kernel);
        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }
    }
}
