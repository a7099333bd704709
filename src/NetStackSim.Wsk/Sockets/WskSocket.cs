using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>
/// A WSK socket (<c>WSK_SOCKET</c>) of any category. Members: IRQL at most Dispatch. Every request takes an IRP with a completion routine and
/// one free stack location; it is completed exactly once, inside the call (then the call returns its status) or later (Pending).
/// </summary>
public abstract class WskSocket
{
    private Irp? _closeIrp;

    private protected WskSocket(WskProvider wsk, in WskSocketRequest request)
    {
        Wsk = wsk;
        Context = request.Context;
        Process = request.Process;
        Family = request.Family;
        Protocol = request.Protocol;
        wsk.Add(this);
    }

    /// <summary>Belongs to the client (<c>SocketContext</c>).</summary>
    public object? Context { get; set; }

    /// <summary>The address family.</summary>
    public IpFamily Family { get; }

    /// <summary>The IP protocol.</summary>
    public byte Protocol { get; }

    /// <summary>The owner for the filter engine and the connection table; null is the System process.</summary>
    public SimProcess? Process { get; }

    /// <summary>True from the close request on; no other request is legal then.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>The category.</summary>
    public abstract WskSocketFlags Category { get; }

    internal WskSocket? RegistryNext { get; set; }

    internal WskSocket? RegistryPrevious { get; set; }

    private protected WskProvider Wsk { get; }

    private protected AddressSharing Sharing { get; private set; }

    private protected bool DualMode { get; private set; }

    private protected abstract bool IsBound { get; }

    /// <summary>
    /// Closes the socket: pending requests end with Cancelled, a connection that is not fully disconnected is reset. The IRP completes when
    /// everything has ended; the socket must not be used after the call.
    /// </summary>
    /// <param name="irp">The request.</param>
    /// <returns>Pending; or InvalidDeviceState for a second close.</returns>
    [WindowsDdi("WskCloseSocket")]
    public NtStatus Close(Irp irp)
    {
        Begin(irp, WskMinorFunction.Close);
        if (IsClosing)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        IsClosing = true;
        irp.MarkPending();
        _closeIrp = irp;
        BeginClose();
        return NtStatus.Pending;
    }

    /// <summary>Sets or reads an option, or performs an IOCTL; values are little-endian, as in Windows' structures.</summary>
    /// <param name="request">Set, get or IOCTL.</param>
    /// <param name="code">One of <see cref="WskSocketOption"/>.</param>
    /// <param name="level">The level of an option; 0 for IOCTLs.</param>
    /// <param name="input">Input value.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="bytesReturned">Bytes of output.</param>
    /// <param name="irp">The request; null where the code allows it.</param>
    /// <returns>The status, also of the IRP: Success, InvalidParameter, NotSupported, InvalidDeviceState, BufferTooSmall.</returns>
    [WindowsDdi("WskControlSocket")]
    public NtStatus Control(WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned, Irp? irp)
    {
        bytesReturned = 0;
        if (irp is not null)
        {
            Begin(irp, WskMinorFunction.Control);
        }

        NtStatus status = IsClosing ? NtStatus.InvalidDeviceState : ControlAny(request, code, level, input, output, out bytesReturned);
        return irp is null ? status : irp.CompleteRequest(status, (nuint)bytesReturned);
    }

    /// <inheritdoc/>
    public override string ToString() => $"WSK {Category} socket (protocol {Protocol}{(IsClosing ? ", closing" : "")})";

    /// <summary>Takes the IRP's next location for WSK.</summary>
    private protected IoStackLocation Begin(Irp irp, byte minorFunction) =>
        irp.BeginRequest(Wsk.Device, IrpMajorFunction.InternalDeviceControl, minorFunction);

    /// <summary>Starts the end: ends what is pending; the category calls <see cref="CompleteClose"/> when nothing is left.</summary>
    private protected abstract void BeginClose();

    /// <summary>Handles what only the category knows; NotSupported for the rest.</summary>
    private protected abstract NtStatus ControlCategory(
        WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned);

    /// <summary>The last step of a close.</summary>
    private protected void CompleteClose()
    {
        Wsk.Remove(this);
        Irp? irp = _closeIrp;
        _closeIrp = null;
        irp?.Complete(NtStatus.Success);
    }

    private protected static bool TryReadUInt32(ReadOnlySpan<byte> input, out uint value) =>
        BinaryPrimitives.TryReadUInt32LittleEndian(input, out value);

    private protected static NtStatus Write(ulong value, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        if (output.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(output, value);
            bytesReturned = sizeof(ulong);
            return NtStatus.Success;
        }

        if (!BinaryPrimitives.TryWriteUInt32LittleEndian(output, (uint)value))
        {
            return NtStatus.BufferTooSmall;
        }

        bytesReturned = sizeof(uint);
        return NtStatus.Success;
    }

    private NtStatus ControlAny(WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        if (request != WskControlRequest.SetOption || !IsPreBindOption(code, level))
        {
            return ControlCategory(request, code, level, input, output, out bytesReturned);
        }

        if (!TryReadUInt32(input, out uint value))
        {
            return NtStatus.InvalidParameter;
        }

        return IsBound ? NtStatus.InvalidDeviceState : SetPreBindOption(code, value);
    }

    private static bool IsPreBindOption(uint code, uint level) => level switch
    {
        WskSocketOption.LevelSocket => code is WskSocketOption.ReuseAddress or WskSocketOption.ExclusiveAddressUse,
        WskSocketOption.LevelIpv6 => code == WskSocketOption.Ipv6Only,
        _ => false,
    };

    private NtStatus SetPreBindOption(uint code, uint value)
    {
        switch (code)
        {
            case WskSocketOption.Ipv6Only when Family == IpFamily.V6:
                DualMode = value == 0;
                return NtStatus.Success;
            case WskSocketOption.Ipv6Only:
                return NtStatus.NotSupported;
            case WskSocketOption.ReuseAddress when Sharing != AddressSharing.Exclusive:
                Sharing = value == 0 ? AddressSharing.Default : AddressSharing.Reuse;
                return NtStatus.Success;
            case WskSocketOption.ExclusiveAddressUse when Sharing != AddressSharing.Reuse:
                Sharing = value == 0 ? AddressSharing.Default : AddressSharing.Exclusive;
                return NtStatus.Success;
            default:
                // The two sharing options exclude each other.
                return NtStatus.InvalidParameter;
        }
    }
}
