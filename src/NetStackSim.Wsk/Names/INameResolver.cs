using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Turns names into addresses for <see cref="WskProvider.GetAddressInfo"/>: a table of hosts, a DNS client, anything a user plugs in.</summary>
public interface INameResolver
{
    /// <summary>Starts a look-up. The answer goes to <see cref="NameQuery.Complete"/>, inside the call or later, once. IRQL: Passive.</summary>
    /// <param name="query">The question.</param>
    [RequiresIrql(Max = Irql.Passive)]
    void Resolve(NameQuery query);
}
