using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>
/// A client's registration with WSK (<c>WSK_REGISTRATION</c>). A capture that succeeded needs one release; <see cref="DeregisterAsync"/> ends when
/// all captures are released and all sockets closed.
/// </summary>
public sealed class WskRegistration : INmrClient
{
    private const long NsPerMillisecond = 1_000_000;

    private readonly NpiRegistration _identity;
    private readonly KernelEvent _available;
    private readonly KernelEvent _idle;
    private readonly ushort _version;
    private NmrRegistration? _nmr;
    private WskProvider? _provider;
    private int _captures;
    private bool _deregistering;

    private WskRegistration(SimKernel kernel, string clientName, object? clientContext, ushort version)
    {
        ClientContext = clientContext;
        _version = version;
        _identity = new NpiRegistration(clientName, WskNpi.Id, new NpiModuleId(ClientGuid(clientName)));
        _available = new KernelEvent(kernel, name: $"WskCaptureProviderNPI of '{clientName}'");
        _idle = new KernelEvent(kernel, name: $"WskDeregister of '{clientName}': captures and sockets");
    }

    /// <summary>The client's own.</summary>
    public object? ClientContext { get; }

    /// <summary>Versions that the provider offers; DeviceNotReady while there is none.</summary>
    [WindowsDdi("WskQueryProviderCharacteristics")]
    public (NtStatus Status, ushort Lowest, ushort Highest) ProviderCharacteristics =>
        _provider is null ? (NtStatus.DeviceNotReady, (ushort)0, (ushort)0) : (NtStatus.Success, WskNpi.LowestVersion, WskNpi.HighestVersion);

    NpiRegistration INmrClient.Registration => _identity;

    private bool IsAvailable => _provider is { Transport: not null };

    private bool IsIdle => _captures == 0 && _provider is null or { OpenSockets: 0 };

    /// <summary>Registers a client.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="clientName">Name in reports.</param>
    /// <param name="clientContext">The client's own.</param>
    /// <param name="version">The version that the client was written for (<c>WSK_CLIENT_DISPATCH.Version</c>).</param>
    /// <returns>The registration; needs one <see cref="DeregisterAsync"/>.</returns>
    [WindowsDdi("WskRegister")]
    [RequiresIrql(Max = Irql.Passive)]
    public static WskRegistration Register(SimKernel kernel, string clientName, object? clientContext = null, ushort version = WskNpi.Version10)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var registration = new WskRegistration(kernel, clientName, clientContext, version);
        registration._nmr = kernel.Nmr.RegisterClient(registration);
        return registration;
    }

    /// <summary>Captures the provider if it is there (<c>WskCaptureProviderNPI</c> with <c>WSK_NO_WAIT</c>).</summary>
    /// <param name="provider">The provider; release it with <see cref="ReleaseProvider"/>.</param>
    /// <returns>Success; DeviceNotReady; NoInterface when the provider does not offer the client's version.</returns>
    [WindowsDdi("WskCaptureProviderNPI")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public NtStatus TryCaptureProvider(out WskProvider? provider)
    {
        provider = null;
        if (!IsAvailable || _deregistering)
        {
            return NtStatus.DeviceNotReady;
        }

        if (!WskNpi.Offers(_version))
        {
            return NtStatus.NoInterface;
        }

        _captures++;
        provider = _provider;
        return NtStatus.Success;
    }

    /// <summary>Captures the provider, waiting for it (<c>WskCaptureProviderNPI</c>).</summary>
    /// <param name="waitMilliseconds">How long; <see cref="WskNpi.InfiniteWait"/> for ever.</param>
    /// <returns>Success and the provider; DeviceNotReady after the time, or when the client deregisters meanwhile; NoInterface.</returns>
    [WindowsDdi("WskCaptureProviderNPI")]
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask<(NtStatus Status, WskProvider? Provider)> CaptureProviderAsync(uint waitMilliseconds)
    {
        if (!IsAvailable && !_deregistering)
        {
            long timeoutNs = waitMilliseconds == WskNpi.InfiniteWait ? -1 : waitMilliseconds * NsPerMillisecond;
            _available.Reset();
            await _available.WaitAsync(timeoutNs);
        }

        NtStatus status = TryCaptureProvider(out WskProvider? provider);
        return (status, provider);
    }

    /// <summary>Releases one capture.</summary>
    [WindowsDdi("WskReleaseProviderNPI")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void ReleaseProvider()
    {
        if (_captures == 0)
        {
            throw new InvalidOperationException("WskReleaseProviderNPI without a capture.");
        }

        _captures--;
        CheckIdle();
    }

    /// <summary>Ends the registration: waiting captures fail, waits for transport changes are cancelled, then it waits for releases and socket closes.</summary>
    /// <returns>Ends when the client may unload.</returns>
    [WindowsDdi("WskDeregister")]
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask DeregisterAsync()
    {
        _deregistering = true;
        _available.Set();
        _provider?.CancelNotifications();
        _nmr!.Deregister();
        if (!IsIdle)
        {
            await _idle.WaitAsync();
        }

        await _nmr.WaitForDeregisterComplete();
    }

    NtStatus INmrClient.AttachProvider(NmrBinding binding, NpiRegistration provider)
    {
        NtStatus status = binding.AttachProvider(this, this, out _, out object? dispatch);
        if (status.IsSuccess)
        {
            _provider = (WskProvider)dispatch!;
            OnTransportsChanged();
        }

        return status;
    }

    NtStatus INmrClient.DetachProvider(object? clientBindingContext) => NtStatus.Success;

    void INmrClient.CleanupBindingContext(object? clientBindingContext)
    {
        _provider = null;
        CheckIdle();
    }

    /// <summary>A transport came or went: captures that wait may succeed.</summary>
    internal void OnTransportsChanged()
    {
        if (IsAvailable)
        {
            _available.Set();
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
        if (_deregistering && IsIdle)
        {
            _idle.Set();
        }
    }
}
