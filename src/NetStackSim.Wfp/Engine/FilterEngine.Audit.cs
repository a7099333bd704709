namespace NetStackSim.Wfp;

/// <content>Audit.</content>
public sealed partial class FilterEngine
{
    /// <summary>Takes the entries of the security log; null, the default, audits nothing.</summary>
    public IAuditSink? Audit
    {
        get;
        set
        {
            field = value;
            Rewatch();
        }
    }

    /// <summary>Which subcategories are audited; none by default, as on Windows.</summary>
    public AuditCategories AuditCategories
    {
        get;
        set
        {
            field = value;
            Rewatch();
        }
    }

    /// <summary>True when decisions about traffic are audited.</summary>
    public bool AuditsTraffic => Audit is not null && (AuditCategories & (AuditCategories.PacketDrop | AuditCategories.Connection)) != 0;

    /// <summary>Tells the audit what a classification decided. IRQL at most Dispatch.</summary>
    /// <param name="values">The values of the classification.</param>
    /// <param name="result">Its outcome.</param>
    public void AuditTraffic(ClassifyValues values, in ClassifyResult result)
    {
        if (Audit is not { } audit || AuditIdOf(values.Layer.Name, result) is not { } id)
        {
            return;
        }

        // A connection, listen or bind that was blocked by a veto is in the log as a veto, too.
        AuditEventId? veto = result.IsVeto && CategoryOf(id) == AuditCategories.Connection ? AuditEventId.PacketVetoed : null;
        NetEventType type = result.IsBlock ? NetEventType.ClassifyDrop : NetEventType.ClassifyAllow;
        foreach (AuditEventId? entry in (ReadOnlySpan<AuditEventId?>)[id, veto])
        {
            if (entry is { } audited && (AuditCategories & CategoryOf(audited)) != 0)
            {
                audit.OnAudit(new AuditEvent(Kernel?.Now ?? 0, audited, null, NetEvents.Describe(type, values, result)));
            }
        }
    }

    internal void AuditChange(in PolicyChange change)
    {
        if (Audit is { } audit && (AuditCategories & AuditCategories.PolicyChange) != 0)
        {
            audit.OnAudit(new AuditEvent(Kernel?.Now ?? 0, ChangedIdOf(change.Kind), change, null));
        }
    }

    private static AuditCategories CategoryOf(AuditEventId id) => id switch
    {
        <= AuditEventId.PacketVetoed => AuditCategories.PacketDrop,
        <= AuditEventId.BindBlocked => AuditCategories.Connection,
        _ => AuditCategories.PolicyChange,
    };

    private static AuditEventId? AuditIdOf(string layer, in ClassifyResult result)
    {
        if (layer.StartsWith("ALE_AUTH_CONNECT", StringComparison.Ordinal) || layer.StartsWith("ALE_AUTH_RECV_ACCEPT", StringComparison.Ordinal))
        {
            return result.IsBlock ? AuditEventId.ConnectionBlocked : AuditEventId.ConnectionPermitted;
        }

        if (layer.StartsWith("ALE_AUTH_LISTEN", StringComparison.Ordinal))
        {
            return result.IsBlock ? AuditEventId.ListenBlocked : AuditEventId.ListenPermitted;
        }

        if (layer.StartsWith("ALE_RESOURCE_ASSIGNMENT", StringComparison.Ordinal))
        {
            return result.IsBlock ? AuditEventId.BindBlocked : AuditEventId.BindPermitted;
        }

        if (!result.IsBlock)
        {
            return null;
        }

        if (layer.Contains("_MAC_FRAME_", StringComparison.Ordinal) || layer.Contains("_VSWITCH_ETHERNET", StringComparison.Ordinal))
        {
            return result.IsVeto ? AuditEventId.FrameVetoed : AuditEventId.FrameDropped;
        }

        return result.IsVeto ? AuditEventId.PacketVetoed : AuditEventId.PacketDropped;
    }

    private static AuditEventId ChangedIdOf(PolicyObjectKind kind) => kind switch
    {
        PolicyObjectKind.Callout => AuditEventId.CalloutChanged,
        PolicyObjectKind.Filter => AuditEventId.FilterChanged,
        PolicyObjectKind.Provider => AuditEventId.ProviderChanged,
        PolicyObjectKind.ProviderContext => AuditEventId.ProviderContextChanged,
        _ => AuditEventId.SubLayerChanged,
    };

    private void AuditStart()
    {
        if (Audit is null || (AuditCategories & AuditCategories.PolicyChange) == 0)
        {
            return;
        }

        AuditPresent(Store.Callouts, AuditEventId.CalloutPresentAtStart);
        AuditPresent(Store.Filters, AuditEventId.FilterPresentAtStart);
        AuditPresent(Store.Providers, AuditEventId.ProviderPresentAtStart);
        AuditPresent(Store.ProviderContexts, AuditEventId.ProviderContextPresentAtStart);
        AuditPresent(Store.SubLayers, AuditEventId.SubLayerPresentAtStart);
    }

    private void AuditPresent<T>(ObjectContainer<T> container, AuditEventId id)
        where T : class
    {
        foreach (StoredObject<T> item in container.Items)
        {
            if (item.Lifetime is ObjectLifetime.Persistent or ObjectLifetime.BootTime)
            {
                Audit!.OnAudit(new AuditEvent(Kernel?.Now ?? 0, id, new PolicyChange(container.Kind, PolicyChangeType.Add, item.Key, 0), null));
            }
        }
    }
}
