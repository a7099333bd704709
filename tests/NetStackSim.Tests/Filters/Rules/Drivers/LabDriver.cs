using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules.Drivers;

/// <summary>
/// A callout driver by the book: every status is looked at, whatever was begun is taken back when a later step fails, and traffic goes on without the
/// driver when it cannot do its work. Mutants have one bug.
/// </summary>
internal abstract class LabDriver(FilterEngine engine, CalloutBug? bug) : IFlowCallout
{
    private static int _lastKey;

    private readonly List<(Guid Key, uint Id)> _callouts = [];
    private EngineSession? _session;

    internal int Calls { get; private set; }

    protected FilterEngine Engine => engine;

    protected PacketInjection Packets => engine.Injection!;

    protected InjectionHandle? Handle { get; private set; }

    /// <summary>The run-time id of the first callout.</summary>
    protected uint Id => _callouts[0].Id;

    /// <summary>DriverEntry.</summary>
    /// <returns>Success; an error leaves nothing behind.</returns>
    internal NtStatus Load()
    {
        Handle = Packets.CreateHandle(null, InjectionTypes.Network | InjectionTypes.Transport | InjectionTypes.Stream, out NtStatus status);
        status = status.IsError ? status : Prepare();
        status = status.IsError ? status : engine.TryOpen(new SessionOptions { Name = "driver", IsDynamic = true }, out _session);
        status = status.IsError ? status : _session!.TransactionBegin();
        if (status.IsSuccess)
        {
            status = AddPolicy();
            status = status.IsError ? status : _session!.TransactionCommit();
        }

        if (status.IsError)
        {
            Unload();
        }

        return status;
    }

    /// <summary>DriverUnload: first no more calls, then whatever is kept, then the callouts and the handle.</summary>
    internal void Unload()
    {
        // Closing a dynamic session takes the filters back; a call that fails is made again.
        Retry(() => _session?.Close() ?? NtStatus.Success);
        LetGo();
        foreach ((Guid Key, uint Id) callout in _callouts)
        {
            Retry(() => engine.Callouts.Unregister(callout.Key));
        }

        Forget();
        if (Handle is { } handle)
        {
            Retry(() => Packets.DestroyHandleAsync(handle) is { IsCompleted: true } done ? done.Result : NtStatus.Success);
        }
    }

    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        Calls++;
        OnClassify(values, ref metadata, layerData, filter, ref output);
    }

    public virtual void FlowDelete(ushort layerId, uint calloutId, ulong flowContext)
    {
    }

    /// <summary>Work that the driver does at passive level, now and then.</summary>
    internal virtual void Work()
    {
    }

    protected bool Has(CalloutBug which) => bug == which;

    protected abstract void OnClassify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ref ClassifyOut output);

    protected abstract NtStatus AddPolicy();

    protected virtual NtStatus Prepare() => NtStatus.Success;

    /// <summary>Gives back what is kept of traffic; nothing is called any more.</summary>
    protected virtual void LetGo()
    {
    }

    /// <summary>Gives back what <see cref="Prepare"/> made.</summary>
    protected virtual void Forget()
    {
    }

    protected NtStatus Add(LayerId layer, FilterActionType action = FilterActionType.CalloutUnknown)
    {
        Guid key = new(Interlocked.Increment(ref _lastKey), 8, 8, new byte[8]);
        NtStatus status = engine.Callouts.Register(key, this, CalloutFlags.None, out uint id);
        if (status.IsError)
        {
            return status;
        }

        _callouts.Add((key, id));
        Guid layerKey = engine.Catalog.Get(layer).Key;
        status = _session!.CalloutAdd(new Callout { Key = key, Name = "driver", ApplicableLayer = layerKey }, out _);
        return status.IsError ? status : _session.FilterAdd(new Filter { Name = "driver", LayerKey = layerKey, Action = action, CalloutKey = key }, out _);
    }

    private static void Retry(Func<NtStatus> call)
    {
        // "Device busy" is a warning by its number.
        if (!call().IsSuccess)
        {
            call();
        }
    }
}
