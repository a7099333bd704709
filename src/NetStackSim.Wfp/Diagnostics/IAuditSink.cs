namespace NetStackSim.Wfp;

/// <summary>Takes what Windows writes to the security log when the subcategories of the filtering platform are audited.</summary>
public interface IAuditSink
{
    /// <summary>Something happened. Called where it happens, at most at Dispatch; must not call the engine.</summary>
    /// <param name="auditEvent">What.</param>
    void OnAudit(AuditEvent auditEvent);
}
