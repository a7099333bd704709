using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>What a driver injects with (<c>FwpsInjectionHandleCreate0</c>): it says who injected a packet.</summary>
public sealed class InjectionHandle
{
    internal InjectionHandle(int number, IpFamily? family, InjectionTypes types)
    {
        Number = number;
        Family = family;
        Types = types;
        Plain = new InjectionHistory(this, null, null);
    }

    /// <summary>The history of a packet that was injected with this handle only, without a context.</summary>
    internal InjectionHistory Plain { get; }

    /// <summary>The family that it is for; null for both, and for streams and the link layer.</summary>
    public IpFamily? Family { get; }

    /// <summary>Where it may be used.</summary>
    public InjectionTypes Types { get; }

    /// <summary>Injections that have not completed.</summary>
    public int Outstanding { get; internal set; }

    /// <summary>True once it is being destroyed.</summary>
    public bool IsClosing { get; internal set; }

    /// <summary>True once it is destroyed: nothing that was injected with it is under way any more.</summary>
    public bool IsDestroyed => IsClosing && Outstanding == 0;

    internal int Number { get; }

    /// <inheritdoc/>
    public override string ToString() => $"injection handle {Number} ({Types})";
}
