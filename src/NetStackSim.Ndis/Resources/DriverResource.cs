namespace NetStackSim.Ndis;

/// <summary>Something that a driver has claimed from NDIS and has to release before it goes.</summary>
public abstract class DriverResource : IDisposable
{
    private protected DriverResource(DriverResources owner, DriverResourceKind kind)
    {
        Owner = owner;
        Kind = kind;
        owner.Add(this);
    }

    /// <summary>What it is.</summary>
    public DriverResourceKind Kind { get; }

    /// <summary>True when it was released.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Whose it is.</summary>
    internal DriverResources Owner { get; }

    /// <summary>Does it stand in the way of a halt? A timer that is not set does not.</summary>
    internal virtual bool IsHeld => true;

    /// <summary>Releases it.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases it once.</summary>
    /// <returns>False when it was released already.</returns>
    internal bool TryRelease()
    {
        if (IsReleased)
        {
            return false;
        }

        IsReleased = true;
        Owner.Remove(this);
        return true;
    }

    private protected abstract void Release();
}
