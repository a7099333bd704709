using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that sees status indications.</summary>
public interface IFilterStatus
{
    /// <summary>Gets an indication from below; forwards it with <see cref="FilterModule.IndicateStatus"/>, changes or swallows it. IRQL: at most Dispatch.</summary>
    [WindowsDdi("FilterStatus")]
    void Status(in StatusIndication indication);
}
