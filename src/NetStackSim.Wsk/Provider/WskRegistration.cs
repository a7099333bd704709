using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>
/// A client's registration with WSK (<c>WSK_REGISTRATION</c>). A capture that succeeded needs one release; <see cref="DeregisterAsync"/> ends when
/// all captures are released and all sockets closed.
/// </summary>
public sealed class WskRegistration : INmrClient, ITimerTarget
{
    private readonly SimKernel _kernel;
    private readonly NpiRegistration _identity;
    private readonly List<Waiter> _waiters = [];
    private readonly KernelTimer _timer;
    private TaskCompletionSource? _idle;
    private NmrRegistration? _nmr;
    private WskProvider? _provider;
    private int _captures;
    private bool _deregistering;

    private WskRegistration(SimKernel kernel, string clientName, object? clientContext)
    {
        _kernel = kernel;
        ClientContext = clientContext;
        _identity = new NpiRegistration(clientName, WskNpi.Id, new NpiModuleId(ClientGuid(clientName)));
        _timer = new KernelTimer(kernel.Processors[0], this);
    }

    /// <summary>The client's own.</summary>
    public object? ClientContext { get; }

    /// <summary>Versions that the provider offers; DeviceNotReady while there is none (<c>WskQueryProviderCharacteristics</c>).</summary>
    public (NtStatus Status, ushort Lowest, ushort Highest) ProviderCharacteristics =>
        _provider is null ? (NtStatus.DeviceNotReady, (ushort)0, (ushort)0) : (NtStatus.Success, WskNpi.LowestVersion, WskNpi.HighestVersion);

    NpiRegistration INmrClient.Registration => _identity;

    private bool IsAvailable => _provider is { Transport: not null };

    /// <summary>Registers a client.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="clientName">Name in reports.</param>
    /// <param name="clientContext">The client's own.</param>
    /// <returns>The registration; needs one <see cref="DeregisterAsync"/>.</returns>
    [WindowsDdi("WskRegister")]
    [RequiresIrql(Max = Irql.Passive)]
    public static WskRegistration Register(SimKernel kernel, string clientName, object? clientContext = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var registration = new WskRegistration(kernel, clientName, clientContext);
        registration._nmr = kernel.Nmr.RegisterClient(registration);
        return registration;
    }

    /// <summary>Captures the provider if it is there (<c>WskCaptureProviderNPI</c> with <c>WSK_NO_WAIT</c>).</summary>
    /// <param name="provider">The provider; release it with <see cref="ReleaseProvider"/>.</param>
    /// <returns>Success or DeviceNotReady.</returns>
    [WindowsDdi("WskCaptureProviderNPI")]
    public NtStatus TryCaptureProvider(out WskProvider? provider)
    {
        provider = null;
        if (!IsAvailable || _deregistering)
        {
            return NtStatus.DeviceNotReady;
        }

        _captures++;
        provider = _provider;
        return NtStatus.Success;
    }

    /// <summary>Captures the provider, waiting for it (<c>WskCaptureProviderNPI</c>).</summary>
    /// <param name="waitMilliseconds">How long; <see cref="WskNpi.InfiniteWait"/> for ever.</param>
    /// <returns>Success and the provider; or DeviceNotReady after the time, or when the client deregisters meanwhile.</returns>
    [WindowsDdi("WskCaptureProviderNPI")]
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask<(NtStatus Status, WskProvider? Provider)> CaptureProviderAsync(uint waitMilliseconds)
    {
        if (!IsAvailable && !_deregistering && waitMilliseconds != WskNpi.NoWait)
        {
            long due = waitMilliseconds == WskNpi.InfiniteWait ? long.MaxValue : _kernel.Loop.Now + (waitMilliseconds * 1_000_000L);
            var waiter = new Waiter(due, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
            ArmTimer();
            await waiter.Ended.Task;
        }

        NtStatus status = TryCaptureProvider(out WskProvider? provider);
        return (status, provider);
    }

    /// <summary>Releases one capture.</summary>
    [WindowsDdi("WskReleaseProviderNPI")]
    public void ReleaseProvider()
    {
        if (_captures == 0)
        {
            throw new InvalidOperationException("WskReleaseProviderNPI without a capture.");
        }

        _captures--;
        CheckIdle();
    }

    /// <summary>Ends the registration: waiting captures fail, then it waits for releases and socket closes.</summary>
    /// <returns>Ends when the client may unload.</returns>
    [WindowsDdi("WskDeregister")]
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask DeregisterAsync()
    {
        _deregistering = true;
        EndWaits(static _ => true);
        _nmr!.Deregister();
        if (_captures > 0 || _provider is { OpenSockets: > 0 })
        {
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _idle.Task;
        }

        await _nmr.WaitForDeregisterComplete();
    }

    NtStatus INmrClient.AttachProvider(NmrBinding binding, NpiRegistration provider)
    {
        NtStatus status = binding.AttachProvider(this, this, out _, out object? dispatch);
        if (status.IsSuccess)
        {
            _provider = (WskProvider)dispatch!;
            OnAvailable();
        }

        return status;
    }

    NtStatus INmrClient.DetachProvider(object? clientBindingContext) => NtStatus.Success;

    void INmrClient.CleanupBindingContext(object? clientBindingContext) => _provider = null;

    void ITimerTarget.OnTimer(int id)
    {
        long now = _kernel.Loop.Now;
        EndWaits(waiter => waiter.DueNs <= now);
        ArmTimer();
    }

    internal void OnAvailable()
    {
        if (IsAvailable)
        {
            EndWaits(static _ => true);
        }
    }

    internal void OnSocketsClosed() => CheckIdle();

    private static Guid ClientGuid(string name)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, StableHash.Of(name));
        BitConverter.TryWriteBytes(bytes[8..], StableHash.Mix(StableHash.Of(name), 1));
        return new Guid(bytes);
    }

    private void CheckIdle()
    {
        if (_captures == 0 && _provider is null or { OpenSockets: 0 })
        {
            _idle?.TrySetResult();
        }
    }

    private void EndWaits(Func<Waiter, bool> which)
    {
        for (int i = 0; i < _waiters.Count;)
        {
            Waiter waiter = _waiters[i];
            if (!which(waiter))
            {
                i++;
                continue;
            }

            _waiters.RemoveAt(i);
            waiter.Ended.TrySetResult();
        }
    }

    private void ArmTimer()
    {
        long due = long.MaxValue;
        foreach (Waiter waiter in _waiters)
        {
            due = Math.Min(due, waiter.DueNs);
        }

        if (due != long.MaxValue)
        {
            _timer.Set(due);
        }
    }

    private readonly record struct Waiter(long DueNs, TaskCompletionSource Ended);
}
