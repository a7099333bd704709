namespace NetStackSim.Ndis;

/// <summary>A filter module in a <see cref="NetReport"/>.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="Name">Driver and instance.</param>
/// <param name="Kind">"Monitoring", or the class.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Sends">True when sends pass it.</param>
/// <param name="Receives">True when receives pass it.</param>
/// <param name="IsMandatory">True when nothing binds without it.</param>
/// <param name="HeldSends">Sends of others that it has (verifier only, else 0).</param>
/// <param name="HeldReceives">Receives of others that it has (verifier only, else 0).</param>
public sealed record NetReportFilter(
    string Handle, string Name, string Kind, FilterModuleState State, bool Sends, bool Receives, bool IsMandatory, int HeldSends, int HeldReceives)
{
    /// <summary>"Send and receive", "Send only", "Receive only" or "Bypass".</summary>
    public string Datapath => (Sends, Receives) switch
    {
        (true, true) => "Send and receive",
        (true, false) => "Send only",
        (false, true) => "Receive only",
        _ => "Bypass",
    };
}
