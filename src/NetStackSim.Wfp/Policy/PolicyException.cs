namespace NetStackSim.Wfp;

/// <summary>Carries an error out of the depths of a reader; never leaves this library.</summary>
internal sealed class PolicyException : Exception
{
    internal PolicyException(PolicyError error)
        : base(error.ToString())
    {
        Error = error;
    }

    internal PolicyError Error { get; }
}
