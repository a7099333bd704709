using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A miniport whose hardware can hang and be reset. Discouraged from NDIS 6.83 on, and not for virtual devices; an adapter without this role is not reset.</summary>
/// <remarks>
/// NDIS resets the adapter when <see cref="CheckForHang"/> says so, and on its own account when a request or all sends stay unanswered over several checks
/// (<see cref="NdisTimeouts.HangChecksForOid"/>). Upper drivers see <see cref="NdisStatusCode.ResetStart"/> and <see cref="NdisStatusCode.ResetEnd"/>. A reset changes
/// no state and may overlap a pause, which may end before or after it.
/// </remarks>
public interface IMiniportReset
{
    /// <summary>Does the hardware work? Called about every <see cref="MiniportRegistrationAttributes.CheckForHangTimeInSeconds"/>. IRQL: Passive.</summary>
    /// <returns>True: reset it.</returns>
    [WindowsDdi("MiniportCheckForHangEx")]
    bool CheckForHang();

    /// <summary>
    /// Stops the hardware and starts it anew; pending sends are completed with RequestAborted or ResetInProgress, a pending request with RequestAborted. A final status,
    /// or Pending and later <see cref="MiniportAdapter.ResetComplete"/>. IRQL: at most Dispatch.
    /// </summary>
    /// <param name="addressingReset">True: packet filter, multicast list and encapsulation are lost, and NDIS sets them again through requests.</param>
    [WindowsDdi("MiniportResetEx")]
    NtStatus Reset(out bool addressingReset);
}
