using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>What goes on when a filter lets go of an operation.</summary>
internal interface IPendedStepOwner
{
    /// <summary>The filter decided.</summary>
    void GoOn(InspectionVerdict verdict);

    /// <summary>The filter wants to be asked again.</summary>
    void AskAgain();
}
