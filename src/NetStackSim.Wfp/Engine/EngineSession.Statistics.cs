using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Statistics.</content>
public sealed partial class EngineSession
{
    /// <summary>What the engine decided so far. IRQL Passive.</summary>
    /// <param name="statistics">A snapshot; null on error.</param>
    /// <returns>Success, AccessDenied (the right is <see cref="EngineAccess.ReadStatistics"/>) or <see cref="FwpStatus.SessionAborted"/>.</returns>
    [WindowsDdi("FwpmGetStatistics0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus StatisticsGet(out EngineStatistics? statistics)
    {
        NtStatus status = CanRead("FwpmGetStatistics0");
        status = status.IsError ? status : Check(PolicyObjectKind.Engine, null, EngineAccess.ReadStatistics);
        statistics = status.IsSuccess ? _engine.Statistics() : null;
        return status;
    }
}
