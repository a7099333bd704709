using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Security descriptors of the engine, its containers and its objects. Kernel-mode clients are never checked.</content>
public sealed partial class EngineSession
{
    /// <summary>Gets a security descriptor. IRQL Passive.</summary>
    /// <param name="kind">The kind of the object; Engine for the engine itself.</param>
    /// <param name="key">The object; null for the container.</param>
    /// <param name="descriptor">The descriptor in effect; null on error.</param>
    /// <returns>Success, AccessDenied, or the "not found" of the kind.</returns>
    [WindowsDdi("FwpmEngineGetSecurityInfo0")]
    [WindowsDdi("FwpmProviderGetSecurityInfoByKey0")]
    [WindowsDdi("FwpmProviderContextGetSecurityInfoByKey0")]
    [WindowsDdi("FwpmSubLayerGetSecurityInfoByKey0")]
    [WindowsDdi("FwpmLayerGetSecurityInfoByKey0")]
    [WindowsDdi("FwpmCalloutGetSecurityInfoByKey0")]
    [WindowsDdi("FwpmFilterGetSecurityInfoByKey0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus GetSecurityInfo(PolicyObjectKind kind, Guid? key, out SecurityDescriptor? descriptor)
    {
        descriptor = null;
        NtStatus status = CanRead(SecurityFunction("Get", kind));
        status = status.IsError ? status : FindOwn(kind, key, out SecuredObject secured) is { IsError: true } missing ? missing : CheckOwn(kind, secured, EngineAccess.ReadControl, out descriptor);
        return status;
    }

    /// <summary>Sets a security descriptor. Not inside a transaction; a dynamic session only on its own objects. IRQL Passive.</summary>
    /// <param name="kind">The kind of the object; Engine for the engine itself.</param>
    /// <param name="key">The object; null for the container, whose descriptor all objects without one of their own have.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <returns>
    /// Success, AccessDenied, the "not found" of the kind, <see cref="FwpStatus.TransactionInProgress"/>,
    /// <see cref="FwpStatus.DynamicSessionInProgress"/>.
    /// </returns>
    [WindowsDdi("FwpmEngineSetSecurityInfo0")]
    [WindowsDdi("FwpmProviderSetSecurityInfoByKey0")]
    [WindowsDdi("FwpmProviderContextSetSecurityInfoByKey0")]
    [WindowsDdi("FwpmSubLayerSetSecurityInfoByKey0")]
    [WindowsDdi("FwpmLayerSetSecurityInfoByKey0")]
    [WindowsDdi("FwpmCalloutSetSecurityInfoByKey0")]
    [WindowsDdi("FwpmFilterSetSecurityInfoByKey0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus SetSecurityInfo(PolicyObjectKind kind, Guid? key, SecurityDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        NtStatus status = CanRead(SecurityFunction("Set", kind));
        status = status.IsSuccess && IsInTransaction ? FwpStatus.TransactionInProgress : status;
        status = status.IsError ? status : FindOwn(kind, key, out SecuredObject secured) is { IsError: true } missing ? missing : SetOwn(kind, secured, descriptor);
        return status;
    }

    /// <summary>Opens the token of an endpoint's owner. IRQL Passive.</summary>
    /// <param name="modifiedId">Its id, from <see cref="AleEndpoint.LocalTokenModifiedId"/>.</param>
    /// <param name="token">The token; null on error.</param>
    /// <returns>Success, AccessDenied for a client without the debug privilege, or <see cref="FwpStatus.NotFound"/>.</returns>
    [WindowsDdi("FwpsOpenToken0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus OpenToken(ulong modifiedId, out SimToken? token)
    {
        token = null;
        NtStatus status = Enter("FwpsOpenToken0");
        if (status.IsError)
        {
            return status;
        }

        if (Options.CheckedToken is { } client && (client.Privileges & TokenPrivileges.Debug) == 0)
        {
            return NtStatus.AccessDenied;
        }

        token = _engine.FindToken(modifiedId);
        return token is null ? FwpStatus.NotFound : NtStatus.Success;
    }

    private static string SecurityFunction(string verb, PolicyObjectKind kind) =>
        kind == PolicyObjectKind.Engine ? $"FwpmEngine{verb}SecurityInfo0" : $"Fwpm{kind}{verb}SecurityInfoByKey0";

    /// <summary>Checks a right of the client.</summary>
    private NtStatus Check(PolicyObjectKind kind, SecurityDescriptor? own, EngineAccess access) => _engine.Security.Check(Options.CheckedToken, kind, own, access);

    private NtStatus CheckOwn(PolicyObjectKind kind, in SecuredObject secured, EngineAccess access, out SecurityDescriptor? descriptor)
    {
        NtStatus status = Check(kind, secured.Descriptor, access);
        descriptor = status.IsSuccess ? secured.Descriptor ?? _engine.Security[kind] : null;
        return status;
    }

    private NtStatus SetOwn(PolicyObjectKind kind, in SecuredObject secured, SecurityDescriptor descriptor)
    {
        if (Options.IsDynamic && secured.Owner != this)
        {
            return FwpStatus.DynamicSessionInProgress;
        }

        NtStatus status = Check(kind, secured.Descriptor, EngineAccess.WriteDac);
        if (status.IsError)
        {
            return status;
        }

        if (secured.Set is { } set)
        {
            set(descriptor);
        }
        else
        {
            _engine.Security[kind] = descriptor;
        }

        return NtStatus.Success;
    }

    private NtStatus FindOwn(PolicyObjectKind kind, Guid? key, out SecuredObject secured)
    {
        secured = default;
        return kind switch
        {
            _ when key is null || kind is PolicyObjectKind.Engine or PolicyObjectKind.NetEvent or PolicyObjectKind.Session => NtStatus.Success,
            PolicyObjectKind.Provider => FindOwn(Store.Providers, key.Value, out secured),
            PolicyObjectKind.ProviderContext => FindOwn(Store.ProviderContexts, key.Value, out secured),
            PolicyObjectKind.SubLayer => FindOwn(Store.SubLayers, key.Value, out secured),
            PolicyObjectKind.Callout => FindOwn(Store.Callouts, key.Value, out secured),
            PolicyObjectKind.Filter => FindOwn(Store.Filters, key.Value, out secured),
            _ => _engine.Catalog.Find(key.Value) is null ? FwpStatus.LayerNotFound : NtStatus.Success,
        };
    }

    private static NtStatus FindOwn<T>(ObjectContainer<T> container, Guid key, out SecuredObject secured)
        where T : class
    {
        secured = default;
        if (container.Find(key) is not { } stored)
        {
            return container.NotFound;
        }

        secured = new SecuredObject(stored.Descriptor, stored.Owner, descriptor => stored.Descriptor = descriptor);
        return NtStatus.Success;
    }

    /// <summary>What a descriptor belongs to; nothing for a container.</summary>
    private readonly record struct SecuredObject(SecurityDescriptor? Descriptor, EngineSession? Owner, Action<SecurityDescriptor>? Set);
}
