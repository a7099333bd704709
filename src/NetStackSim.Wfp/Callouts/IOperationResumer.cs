using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>Decides again about an operation that a callout held; implemented by the shims.</summary>
public interface IOperationResumer
{
    /// <summary>Classifies the operation again with the reason "classify completion".</summary>
    /// <param name="values">The values of the first classification, kept by the handle.</param>
    /// <param name="metadata">Its metadata.</param>
    /// <returns>What the stack goes on with.</returns>
    InspectionVerdict Resume(ClassifyValues values, ref ClassifyMetadata metadata);
}
