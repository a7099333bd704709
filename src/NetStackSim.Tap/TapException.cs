namespace NetStackSim.Tap;

/// <summary>A TAP device cannot be opened or attached. The message says in one line what to do.</summary>
public sealed class TapException : Exception
{
    private const int OperationNotPermitted = 1;
    private const int NoSuchFile = 2;
    private const int NoSuchDeviceOrAddress = 6;
    private const int PermissionDenied = 13;
    private const int DeviceBusy = 16;
    private const int NoSuchDevice = 19;
    private const int InvalidArgument = 22;

    /// <summary>Makes an exception.</summary>
    /// <param name="error">What kind of failure.</param>
    /// <param name="errno">The error number of the system call; 0 for none.</param>
    /// <param name="message">What happened and what to do.</param>
    public TapException(TapError error, int errno, string message)
        : base(message)
    {
        Error = error;
        Errno = errno;
    }

    /// <summary>What kind of failure.</summary>
    public TapError Error { get; }

    /// <summary>The error number of the system call that failed; 0 when none was made.</summary>
    public int Errno { get; }

    internal static TapException FromOpen(int errno) => errno switch
    {
        NoSuchFile or NoSuchDevice or NoSuchDeviceOrAddress =>
            new TapException(TapError.NoTunDevice, errno, "/dev/net/tun is missing: load the tun module (modprobe tun) or pass the device to the container."),
        PermissionDenied or OperationNotPermitted =>
            new TapException(TapError.NeedsRoot, errno, "/dev/net/tun may not be opened: run as root or with CAP_NET_ADMIN."),
        _ => new TapException(TapError.Other, errno, $"/dev/net/tun cannot be opened (errno {errno})."),
    };

    internal static TapException FromAttach(string device, int errno) => errno switch
    {
        PermissionDenied or OperationNotPermitted =>
            new TapException(TapError.NeedsRoot, errno, $"'{device}' cannot be attached or created: run as root or with CAP_NET_ADMIN, or as the owner of the device."),
        DeviceBusy => new TapException(TapError.Busy, errno, $"'{device}' is in use by another process."),
        InvalidArgument => new TapException(TapError.InvalidDevice, errno, $"'{device}' exists and is not a TAP device, or its name is not valid."),
        _ => new TapException(TapError.Other, errno, $"'{device}' cannot be attached (errno {errno})."),
    };
}
