namespace NetStackSim.Kernel;

/// <summary>Told when a watched part of the registry changes.</summary>
public interface IRegistryObserver
{
    /// <summary>Something below the watched key changed. Runs inside the call that changed it, at Passive.</summary>
    /// <param name="key">The key that changed.</param>
    /// <param name="valueName">The value that was set or deleted; null if a subkey was made or deleted.</param>
    void OnRegistryChanged(RegistryKey key, string? valueName);
}
