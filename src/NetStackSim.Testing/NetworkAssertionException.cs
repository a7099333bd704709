namespace NetStackSim.Testing;

/// <summary>A check of this library failed. Every test framework reports it like a failure of its own.</summary>
public sealed class NetworkAssertionException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What was expected, what was there, and where.</param>
    public NetworkAssertionException(string message)
        : base(message)
    {
    }
}
