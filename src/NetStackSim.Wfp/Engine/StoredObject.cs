using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>An object in the engine's store.</summary>
/// <typeparam name="T">The management object.</typeparam>
internal sealed class StoredObject<T>
    where T : class
{
    internal StoredObject(Guid key, T value, ObjectLifetime lifetime, EngineSession? owner, ulong sequence)
    {
        Key = key;
        Value = value;
        Lifetime = lifetime;
        Owner = owner;
        Sequence = sequence;
    }

    /// <summary>The key.</summary>
    internal Guid Key { get; }

    /// <summary>The object.</summary>
    internal T Value { get; set; }

    /// <summary>How long it lives.</summary>
    internal ObjectLifetime Lifetime { get; }

    /// <summary>The dynamic session that it lives with; null for other lifetimes.</summary>
    internal EngineSession? Owner { get; }

    /// <summary>Order of addition over all objects of the engine.</summary>
    internal ulong Sequence { get; }

    /// <summary>The object's own security descriptor; null for the container's.</summary>
    internal SecurityDescriptor? Descriptor { get; set; }

    /// <summary>How many other objects refer to it.</summary>
    internal int References { get; set; }
}
