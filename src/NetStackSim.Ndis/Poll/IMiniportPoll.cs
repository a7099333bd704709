using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The handlers of one poll object: usually one queue pair of the device (NDIS_POLL_CHARACTERISTICS).</summary>
[WindowsDdi("NDIS_POLL_CHARACTERISTICS")]
public interface IMiniportPoll
{
    /// <summary>Does one portion of work within the budgets. Never called while it runs, for the same object. IRQL: at most Dispatch.</summary>
    /// <param name="data">Budgets in, lists out.</param>
    [WindowsDdi("NdisPoll")]
    void Poll(ref PollData data);

    /// <summary>Nothing was left (true): unmask the interrupt, and ask for a poll when work came meanwhile. False: mask it. IRQL: at most Dispatch.</summary>
    /// <param name="enabled">Whether the device may interrupt.</param>
    [WindowsDdi("NdisSetPollNotification")]
    void SetPollNotification(bool enabled);
}
