using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>An I/O request packet: one asynchronous request that travels down a chain of drivers and back up.</summary>
/// <remarks>
/// <para>Comes from <see cref="IoManager.AllocateIrp"/> and goes back with <see cref="Free"/>; both cost no memory in steady state, because an IRP keeps
/// its stack locations for life. All members are legal at IRQL Dispatch and below unless they say otherwise.</para>
/// <para>Ownership: the allocator holds it until the first <see cref="IoManager.CallDriver"/> or <see cref="BeginRequest"/>; then the driver below holds it
/// until <see cref="Complete()"/>; the completion routine that returns <see cref="NtStatus.MoreProcessingRequired"/> holds it from there on.</para>
/// </remarks>
public sealed partial class Irp
{
    private const int InitialLocations = 2;

    private readonly IoManager _manager;
    private IoStackLocation[] _locations;
    private int _stackCount;
    private int _currentLocation;
    private uint _generation;
    private IrpState _state;
    private bool _hasPreparedLocation;
    private NtStatus _status;
    private nuint _information;

    internal Irp(IoManager manager, int serial)
    {
        _manager = manager;
        Serial = serial;
        _locations = new IoStackLocation[InitialLocations];
        for (int i = 0; i < _locations.Length; i++)
        {
            _locations[i] = new IoStackLocation();
        }
    }

    /// <summary>Number of this object among the IRPs of its host; reused with it.</summary>
    public int Serial { get; }

    /// <summary>The I/O manager the IRP came from.</summary>
    public IoManager Manager => _manager;

    /// <summary>Who holds the IRP.</summary>
    public IrpState State => _state;

    /// <summary>How many drivers the IRP can pass through.</summary>
    public int StackCount => _stackCount;

    /// <summary>
    /// Windows' numbering: <see cref="StackCount"/> + 1 after allocation (above the first usable location), one less with each driver entered.
    /// </summary>
    public int CurrentLocation => _currentLocation;

    /// <summary>The name the allocator gave; appears in leak, stall and verifier reports.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>Final status once completed (IoStatus.Status).</summary>
    public NtStatus Status
    {
        get
        {
            CheckNotFreed();
            return _status;
        }

        set => _status = value;
    }

    /// <summary>Byte count or other number of the result (IoStatus.Information).</summary>
    public nuint Information
    {
        get
        {
            CheckNotFreed();
            return _information;
        }

        set => _information = value;
    }

    /// <summary>The object a request returns where Windows puts a pointer into IoStatus.Information, e.g. a new WSK socket.</summary>
    public object? InformationObject { get; set; }

    /// <summary>Memory of the request as a chain (MdlAddress). The IRP does not own it.</summary>
    public Mdl? Mdl { get; set; }

    /// <summary>Input and output of a buffered request (AssociatedIrp.SystemBuffer), or the extended attributes of a create.</summary>
    public Memory<byte> SystemBuffer { get; set; }

    /// <summary>The caller's own buffer of a request that is neither buffered nor direct (UserBuffer).</summary>
    public Memory<byte> UserBuffer { get; set; }

    /// <summary>Whether a process or a driver asked.</summary>
    public RequestorMode RequestorMode { get; set; }

    /// <summary>The process on whose behalf the request is made; null stands for the system process.</summary>
    public SimProcess? RequestorProcess { get; set; }

    /// <summary>First field for the driver that holds the IRP (Tail.Overlay.DriverContext[0]).</summary>
    public object? DriverContext0 { get; set; }

    /// <summary>Second field for the driver that holds the IRP.</summary>
    public object? DriverContext1 { get; set; }

    /// <summary>Third field for the driver that holds the IRP.</summary>
    public object? DriverContext2 { get; set; }

    /// <summary>Fourth field for the driver that holds the IRP.</summary>
    public object? DriverContext3 { get; set; }

    /// <summary>The status block: <see cref="Status"/>, <see cref="Information"/>, <see cref="InformationObject"/>.</summary>
    public IoStatusBlock IoStatus => new(Status, _information, InformationObject);

    /// <summary>The location of the driver that holds the IRP.</summary>
    /// <exception cref="InvalidOperationException">The IRP is with its allocator, who has no location of its own.</exception>
    [WindowsDdi("IoGetCurrentIrpStackLocation")]
    public IoStackLocation CurrentStackLocation
    {
        get
        {
            if (_currentLocation > _stackCount || _currentLocation < 1)
            {
                throw new InvalidOperationException($"{Describe()} has no current stack location: its allocator holds it.");
            }

            return _locations[_currentLocation - 1];
        }
    }

    /// <summary>The location of the driver about to be called. Bug check 0x35 when there is none left.</summary>
    [WindowsDdi("IoGetNextIrpStackLocation")]
    public IoStackLocation NextStackLocation
    {
        get
        {
            if (_currentLocation <= 1)
            {
                NoMoreLocations("IoGetNextIrpStackLocation");
            }

            _hasPreparedLocation = true;
            return _locations[_currentLocation - 2];
        }
    }

    /// <summary>When the IRP was handed to its first driver, in nanoseconds of the loop.</summary>
    public long SentAtNs { get; private set; }

    internal uint Generation => _generation;

    internal IrpOrigin Origin { get; private set; }

    /// <summary>Queue links; they belong to the <see cref="IrpQueue"/> that holds the IRP, or to the list of posted completions.</summary>
    internal Irp? QueueNext { get; set; }

    internal Irp? QueuePrevious { get; set; }

    internal IrpQueue? Queue { get; set; }

    /// <summary>The file object whose outstanding requests this IRP counts in.</summary>
    internal FileObject? CountedFile { get; set; }

    /// <summary>Copies the driver's own parameters into the location of the driver below; the completion routine is not copied.</summary>
    [WindowsDdi("IoCopyCurrentIrpStackLocationToNext")]
    public void CopyCurrentStackLocationToNext() => CurrentStackLocation.CopyTo(NextStackLocation);

    /// <summary>Gives the driver's own location to the driver below. Not together with a completion routine.</summary>
    [WindowsDdi("IoSkipCurrentIrpStackLocation")]
    public void SkipCurrentStackLocation()
    {
        _ = CurrentStackLocation;
        _currentLocation++;
    }

    /// <summary>Sets the routine that runs when the driver about to be called has completed the IRP. Written into the next location.</summary>
    /// <param name="routine">The routine; use a cached static delegate on the data path.</param>
    /// <param name="context">Handed to the routine.</param>
    /// <param name="onSuccess">Run it for success and informational statuses.</param>
    /// <param name="onError">Run it for warnings and errors.</param>
    /// <param name="onCancel">Run it if the IRP was cancelled, whatever the status.</param>
    [WindowsDdi("IoSetCompletionRoutine")]
    public void SetCompletionRoutine(IrpCompletionRoutine routine, object? context, bool onSuccess = true, bool onError = true, bool onCancel = true)
    {
        if (_currentLocation <= 1)
        {
            _manager.Violation(IrpRules.RoutineLocation, this, "IoSetCompletionRoutine by the lowest driver: there is no next location and nobody below who could call the routine.");
            return;
        }

        _hasPreparedLocation = true;
        IoStackLocation next = _locations[_currentLocation - 2];
        next.CompletionRoutine = routine;
        next.Context = context;
        next.Control = (onSuccess ? StackLocationControl.InvokeOnSuccess : 0)
            | (onError ? StackLocationControl.InvokeOnError : 0)
            | (onCancel ? StackLocationControl.InvokeOnCancel : 0);
    }

    /// <summary>Makes the IRP ready for another request by its allocator. The completion routine must be set again.</summary>
    /// <param name="status">Initial value of <see cref="Status"/>, usually <see cref="NtStatus.Unsuccessful"/>.</param>
    [WindowsDdi("IoReuseIrp")]
    public void Reuse(NtStatus status)
    {
        if (_state != IrpState.Owned || Origin != IrpOrigin.Client)
        {
            _manager.Violation(IrpRules.Reuse, this, $"IoReuseIrp on an IRP that is {_state} (made by {Origin}); only its allocator may reuse it, while it holds it.");
            return;
        }

        Reset();
        _status = status;
        _currentLocation = _stackCount + 1;
    }

    /// <summary>Gives the IRP back to its pool. The caller must not touch it afterwards.</summary>
    [WindowsDdi("IoFreeIrp")]
    public void Free()
    {
        if (_state != IrpState.Owned)
        {
            // Recording goes on after this, but an IRP that somebody else holds must not enter the pool.
            _manager.Violation(IrpRules.Free, this, _state == IrpState.Free
                ? "IoFreeIrp on an IRP that is free already."
                : $"IoFreeIrp on an IRP that is {_state}: a driver still holds it.");
            return;
        }

        if (Queue is not null)
        {
            _manager.Violation(IrpRules.Free, this, $"IoFreeIrp on an IRP that is still in the queue '{Queue.Name}'.");
        }

        Reset();
        _state = IrpState.Free;
        _manager.ReturnIrp(this);
    }

    /// <summary>The IRP in words, for reports: number, owner, state, and the driver and request it waits in.</summary>
    public string Describe()
    {
        string name = Owner.Length == 0 ? $"IRP #{Serial}" : $"IRP #{Serial} ({Owner})";
        if (_state != IrpState.InFlight || _currentLocation < 1 || _currentLocation > _stackCount)
        {
            return name;
        }

        IoStackLocation location = _locations[_currentLocation - 1];
        return $"{name} {location.MajorFunction}/0x{location.MinorFunction:X2} at {location.DeviceObject?.DisplayName ?? "a driver without device"}";
    }

    /// <inheritdoc/>
    public override string ToString() => Describe();

    internal void Initialize(int stackCount, string owner, IrpOrigin origin)
    {
        EnsureLocations(stackCount);
        _stackCount = stackCount;
        _currentLocation = stackCount + 1;
        _state = IrpState.Owned;
        Owner = owner;
        Origin = origin;
        _generation++;
    }

    /// <summary>The location with Windows' number <paramref name="number"/> (1 is the lowest).</summary>
    internal IoStackLocation Location(int number) => _locations[number - 1];

    /// <summary>Moves down into the location of the next driver, which from now on holds the IRP.</summary>
    internal IoStackLocation Enter(DeviceObject? device)
    {
        if (_currentLocation <= 1)
        {
            NoMoreLocations("IoCallDriver");
        }

        if (_state != IrpState.InFlight)
        {
            Send();
        }

        if (_stackCount == 1)
        {
            // With one location what was prepared is what is entered; with more, a driver may prepare one and not send.
            _hasPreparedLocation = false;
        }

        IoStackLocation location = _locations[--_currentLocation - 1];
        location.DeviceObject = device;
        return location;
    }

    private void Send()
    {
        if (_state != IrpState.Owned)
        {
            _manager.Violation(IrpRules.Dispatch, this, $"An IRP that is {_state} was handed to a driver.");
        }

        _state = IrpState.InFlight;
        SentAtNs = _manager.Kernel.Loop.Now;
        _manager.Statistics.Sent++;
        IoStackLocation first = _locations[_currentLocation - 2];
        FileObject? file = first.FileObject;

        // The requests of a file's own life are not among those that a cleanup must end.
        if (file is not null && first.MajorFunction is not (IrpMajorFunction.Create or IrpMajorFunction.Cleanup or IrpMajorFunction.Close))
        {
            CountedFile = file;
            file.OutstandingRequests++;
        }
    }

    private void EnsureLocations(int count)
    {
        int have = _locations.Length;
        if (count <= have)
        {
            return;
        }

        // Only the first rents of a deeper device stack come here; the pool hands the same objects out again.
        Array.Resize(ref _locations, count);
        for (int i = have; i < count; i++)
        {
            _locations[i] = new IoStackLocation();
        }
    }

    private void Reset()
    {
        if (_hasPreparedLocation)
        {
            ClearLocations();
        }

        _generation++;
        _information = 0;
        InformationObject = null;
        Mdl = null;
        SystemBuffer = default;
        UserBuffer = default;
        RequestorMode = RequestorMode.Kernel;
        RequestorProcess = null;
        DriverContext0 = null;
        DriverContext1 = null;
        DriverContext2 = null;
        DriverContext3 = null;
        PendingReturned = false;
        Cancel = false;
        _cancelRoutine = null;
    }

    /// <summary>The walk up clears every location that it leaves; what somebody filled in and did not send is cleared here.</summary>
    private void ClearLocations()
    {
        _hasPreparedLocation = false;
        for (int i = 0; i < _stackCount; i++)
        {
            _locations[i].Clear();
        }
    }

    private void CheckNotFreed()
    {
        if (_state == IrpState.Free)
        {
            _manager.Violation(IrpRules.UseAfterFree, this, "The status of an IRP was read after it was freed (its completion routine may have done that inside the call).");
        }
    }

    [DoesNotReturn]
    private void NoMoreLocations(string operation)
        => _manager.BugCheckIrp(BugCheckCode.NoMoreIrpStackLocations, this, $"{operation}: {Describe()} has {_stackCount} stack location(s) and needs one more.");
}
