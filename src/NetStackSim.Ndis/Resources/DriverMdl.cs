using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>An MDL that a driver allocated over memory of its own.</summary>
public sealed class DriverMdl : DriverResource
{
    internal DriverMdl(DriverResources owner, Mdl mdl)
        : base(owner, DriverResourceKind.Mdl)
    {
        Mdl = mdl;
    }

    /// <summary>The MDL.</summary>
    public Mdl Mdl { get; }

    /// <inheritdoc/>
    public override string ToString() => $"MDL of {Mdl.ByteCount} bytes";

    /// <summary>Frees the MDL; the memory is the driver's. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFreeMdl")]
    private protected override void Release()
    {
        NdisDdi.FreeMdl.Check(Owner.Kernel);
        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }
    }
}
