using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that sees network plug and play and power events on their way up to the protocols.</summary>
public interface IFilterNetPnP
{
    /// <summary>
    /// Takes an event from below and passes it on with <see cref="FilterModule.NetPnPEvent"/>, whose result it returns: Pending when a protocol answers later. An error
    /// without passing it on refuses a query. Pause and Restart do not come here: they have handlers of their own. IRQL: Passive.
    /// </summary>
    [WindowsDdi("FilterNetPnPEvent")]
    NtStatus NetPnPEvent(NetPnPEvent netPnPEvent);
}
