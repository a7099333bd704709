using System.Runtime.InteropServices;
using NetStackSim.Nic;

namespace NetStackSim.Tap;

/// <summary>A Linux TAP device: attaches to an existing one or creates it for as long as it is open. The kernel's side (address, up, bridge) is left to the user.</summary>
/// <remarks>Reads and writes do not block. One thread.</remarks>
public sealed unsafe class TapDevice : IDisposable
{
    private const string TunPath = "/dev/net/tun";
    private const nuint TunSetInterface = 0x400454ca;
    private const nuint TunSetOffload = 0x400454d0;
    private const nuint TunSetVnetHeaderSize = 0x400454d8;
    private const short InterfaceTap = 0x0002;
    private const short InterfaceNoPacketInfo = 0x1000;
    private const short InterfaceVnetHeader = 0x4000;
    private const uint OffloadChecksum = 0x01;
    private const uint OffloadTcpV4 = 0x02;
    private const uint OffloadTcpV6 = 0x04;
    private const uint OffloadTcpEcn = 0x08;
    private const uint OffloadUdp = 0x20 | 0x40;

    private int _descriptor;

    private TapDevice(int descriptor, string name, bool hasVnetHeader, SegmentationType largeSends)
    {
        _descriptor = descriptor;
        Name = name;
        HasVnetHeader = hasVnetHeader;
        LargeSends = largeSends;
    }

    /// <summary>The name of the interface.</summary>
    public string Name { get; }

    /// <summary>True when every frame has a vnet header.</summary>
    public bool HasVnetHeader { get; }

    /// <summary>The large frames that the kernel takes from us.</summary>
    public SegmentationType LargeSends { get; }

    /// <summary>The file descriptor, for a pacer; -1 when closed.</summary>
    public int Descriptor => _descriptor;

    /// <summary>True when this process could open a TAP device.</summary>
    public static bool IsAvailable => OperatingSystem.IsLinux() && File.Exists(TunPath);

    /// <summary>Attaches to a device, or creates it when there is none of that name.</summary>
    /// <param name="name">The interface name, 1-15 characters; "tap%d" lets the kernel choose a number.</param>
    /// <param name="options">How; null for plain frames.</param>
    /// <exception cref="TapException">The device cannot be had; <see cref="TapException.Error"/> says why.</exception>
    public static TapDevice Open(string name, TapOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new TapOptions();
        if (!OperatingSystem.IsLinux())
        {
            throw new TapException(TapError.NotSupported, 0, "TAP devices need Linux.");
        }

        if (name.Length >= InterfaceRequest.NameSize || !IsAscii(name))
        {
            throw new TapException(TapError.InvalidDevice, 0, $"'{name}' is not an interface name of 1-15 ASCII characters.");
        }

        int descriptor = Libc.Open(TunPath, Libc.OpenReadWrite | Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (descriptor < 0)
        {
            throw TapException.FromOpen(Marshal.GetLastPInvokeError());
        }

        try
        {
            return Attach(descriptor, name, options);
        }
        catch
        {
            _ = Libc.Close(descriptor);
            throw;
        }
    }

    /// <summary>Closes the device; one that was created here disappears.</summary>
    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            _ = Libc.Close(_descriptor);
            _descriptor = -1;
        }
    }

    /// <summary>Reads one frame, with its vnet header if the device has them, into two pieces of memory.</summary>
    /// <returns>Bytes read; 0 when nothing waits; less than 0 when the device is gone.</returns>
    internal int Read(Span<byte> first, Span<byte> rest)
    {
        fixed (byte* a = first, b = rest)
        {
            IoVector* vectors = stackalloc IoVector[2];
            vectors[0] = new IoVector { Base = a, Length = (nuint)first.Length };
            vectors[1] = new IoVector { Base = b, Length = (nuint)rest.Length };
            nint read = Libc.ReadVector(_descriptor, vectors, rest.IsEmpty ? 1 : 2);
            return read >= 0 ? (int)read : Marshal.GetLastPInvokeError() is Libc.ErrorAgain or Libc.ErrorInterrupted ? 0 : -1;
        }
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="header">The vnet header; empty for a device without.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>0, or the errno: the frame was not taken.</returns>
    internal int Write(ReadOnlySpan<byte> header, ReadOnlySpan<byte> frame)
    {
        fixed (byte* a = header, b = frame)
        {
            IoVector* vectors = stackalloc IoVector[2];
            vectors[0] = new IoVector { Base = a, Length = (nuint)header.Length };
            vectors[1] = new IoVector { Base = b, Length = (nuint)frame.Length };
            int skip = header.IsEmpty ? 1 : 0;
            nint written;
            do
            {
                written = Libc.WriteVector(_descriptor, vectors + skip, 2 - skip);
            }
            while (written < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorInterrupted);

            return written < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    private static TapDevice Attach(int descriptor, string name, TapOptions options)
    {
        InterfaceRequest request = default;
        request.SetName(name);
        request.Flags = (short)(InterfaceTap | InterfaceNoPacketInfo | (options.VnetHeader ? InterfaceVnetHeader : 0));
        if (Libc.Control(descriptor, TunSetInterface, &request) < 0)
        {
            throw TapException.FromAttach(name, Marshal.GetLastPInvokeError());
        }

        SegmentationType largeSends = SegmentationType.None;
        if (options.VnetHeader)
        {
            int size = VnetHeader.Size;
            if (Libc.Control(descriptor, TunSetVnetHeaderSize, &size) < 0)
            {
                throw TapException.FromAttach(name, Marshal.GetLastPInvokeError());
            }

            largeSends = SetOffloads(descriptor, options.LargeReceives);
        }

        return new TapDevice(descriptor, request.GetName(), options.VnetHeader, largeSends);
    }

    // What the kernel may hand to us. A kernel that does not know UDP segmentation here does not take it from us either.
    private static SegmentationType SetOffloads(int descriptor, bool large)
    {
        uint tcp = large ? OffloadTcpV4 | OffloadTcpV6 | OffloadTcpEcn : 0;
        if (Libc.Control(descriptor, TunSetOffload, (void*)(nuint)(OffloadChecksum | tcp | (large ? OffloadUdp : 0))) >= 0)
        {
            return SegmentationType.All;
        }

        // Without any of these the kernel completes and cuts for us, which is always correct.
        _ = Libc.Control(descriptor, TunSetOffload, (void*)(nuint)(OffloadChecksum | tcp));
        return SegmentationType.TcpV4 | SegmentationType.TcpV6;
    }

    private static bool IsAscii(string name)
    {
        foreach (char c in name)
        {
            if (c is <= ' ' or > '~' or '/')
            {
                return false;
            }
        }

        return true;
    }
}
