using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Options and IOCTLs (client-apis 3.10, 3.11).</content>
public abstract partial class WskSocket
{
    private List<(TransportOption Option, long Value)>? _storedOptions;

    /// <summary>Sets or reads an option, or performs an IOCTL; values are little-endian, as in Windows' structures.</summary>
    /// <param name="request">Set, get or IOCTL.</param>
    /// <param name="code">One of <see cref="WskSocketOption"/>.</param>
    /// <param name="level">The level of an option; 0 for IOCTLs.</param>
    /// <param name="input">Input value.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="bytesReturned">Bytes of output.</param>
    /// <param name="irp">The request; must be there or be null as the code says.</param>
    /// <returns>
    /// The status, also of the IRP: Success, InvalidParameter (bad value, or an IRP where none belongs and the reverse), NotSupported,
    /// InvalidDeviceState, BufferTooSmall; EventPending or Pending for the disabling of a callback that runs.
    /// </returns>
    [WindowsDdi("WskControlSocket")]
    public NtStatus Control(WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned, Irp? irp)
    {
        bytesReturned = 0;
        if (irp is not null)
        {
            Begin(irp, WskMinorFunction.Control);
        }

        NtStatus status = Usable;
        if (status.IsSuccess && request == WskControlRequest.SetOption && level == WskSocketOption.LevelSocket && code == WskSocketOption.EventCallback)
        {
            return ControlEvents(input, irp);
        }

        bool wantsIrp = request != WskControlRequest.Ioctl || code is not (WskSocketOption.QueryInspectId or WskSocketOption.RegisterExtension);
        if (status.IsSuccess)
        {
            status = wantsIrp != irp is not null ? NtStatus.InvalidParameter : ControlAny(request, code, level, input, output, out bytesReturned);
        }

        return irp is null ? status : irp.CompleteRequest(status, (nuint)bytesReturned);
    }

    /// <summary>An IOCTL of the category; NotSupported for others.</summary>
    private protected abstract NtStatus Ioctl(uint code, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned);

    /// <summary>Sets an option that the category handles itself; null for the rest.</summary>
    private protected virtual NtStatus? SetOwnOption(uint code, uint level, uint value) => null;

    /// <summary>Sets an option of the endpoint, which exists.</summary>
    private protected abstract NtStatus ApplyOption(TransportOption option, long value);

    /// <summary>Reads an option of the endpoint, which exists.</summary>
    private protected virtual NtStatus ReadOption(TransportOption option, out long value)
    {
        // What an endpoint cannot tell, the socket remembers.
        return TryGetStored(option, out value) ? NtStatus.Success : NtStatus.NotSupported;
    }

    /// <summary>Gives a new endpoint the options that were set before it existed.</summary>
    private protected NtStatus ApplyStoredOptions()
    {
        NtStatus status = NtStatus.Success;
        for (int i = 0; i < _storedOptions?.Count && status.IsSuccess; i++)
        {
            status = ApplyOption(_storedOptions[i].Option, _storedOptions[i].Value);
        }

        return status;
    }

    private protected static NtStatus WriteUInt64(ulong value, Span<byte> output, out int bytesReturned)
    {
        bool fits = BinaryPrimitives.TryWriteUInt64LittleEndian(output, value);
        bytesReturned = fits ? sizeof(ulong) : 0;
        return fits ? NtStatus.Success : NtStatus.BufferTooSmall;
    }

    private NtStatus ControlAny(WskControlRequest request, uint code, uint level, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        return request switch
        {
            WskControlRequest.SetOption => SetOption(code, level, input),
            WskControlRequest.GetOption => GetOption(code, level, output, out bytesReturned),
            WskControlRequest.Ioctl => Ioctl(code, input, output, out bytesReturned),
            _ => NtStatus.InvalidParameter,
        };
    }

    private NtStatus SetOption(uint code, uint level, ReadOnlySpan<byte> input)
    {
        if (!WskOptionTable.TryRead(code, level, input, out uint value))
        {
            return NtStatus.InvalidBufferSize;
        }

        if (IsPreBindOption(code, level))
        {
            return IsBound ? NtStatus.InvalidDeviceState : SetPreBindOption(code, value);
        }

        if (level == WskSocketOption.LevelIpv6 && code == WskSocketOption.Ipv6ProtectionLevel)
        {
            return WskOptionTable.TryReadProtection(value, out long property)
                ? SetTransportOption(TransportOption.FirewallProperty, property)
                : NtStatus.InvalidParameter;
        }

        if (SetOwnOption(code, level, value) is { } own)
        {
            return own;
        }

        return WskOptionTable.TryTranslate(Category, code, level, out TransportOption option, out long unit)
            ? SetTransportOption(option, value * unit)
            : NtStatus.NotSupported;
    }

    private NtStatus GetOption(uint code, uint level, Span<byte> output, out int bytesReturned)
    {
        bytesReturned = 0;
        NtStatus status = ReadAny(code, level, out uint value);
        if (!status.IsSuccess)
        {
            return status;
        }

        bool isNetworkOrder = code == WskSocketOption.IpUnicastInterface && level == WskSocketOption.LevelIp;
        uint written = isNetworkOrder ? BinaryPrimitives.ReverseEndianness(value) : value;
        if (!BinaryPrimitives.TryWriteUInt32LittleEndian(output, written))
        {
            return NtStatus.BufferTooSmall;
        }

        bytesReturned = sizeof(uint);
        return NtStatus.Success;
    }

    private NtStatus ReadAny(uint code, uint level, out uint value)
    {
        value = (level, code) switch
        {
            (WskSocketOption.LevelSocket, WskSocketOption.ReuseAddress) => Sharing == AddressSharing.Reuse ? 1u : 0,
            (WskSocketOption.LevelSocket, WskSocketOption.ExclusiveAddressUse) => Sharing == AddressSharing.Exclusive ? 1u : 0,
            (WskSocketOption.LevelIpv6, WskSocketOption.Ipv6Only) => DualMode ? 0 : 1u,
            _ => 0,
        };
        if (IsPreBindOption(code, level))
        {
            return NtStatus.Success;
        }

        if (!WskOptionTable.TryTranslate(Category, code, level, out TransportOption option, out long unit))
        {
            return NtStatus.NotSupported;
        }

        if (!IsBound)
        {
            bool isStored = TryGetStored(option, out long stored);
            value = (uint)(stored / unit);
            return isStored ? NtStatus.Success : NtStatus.InvalidDeviceState;
        }

        NtStatus status = ReadOption(option, out long raw);
        value = (uint)(raw / unit);
        return status;
    }

    private NtStatus SetTransportOption(TransportOption option, long value)
    {
        NtStatus status = IsBound ? ApplyOption(option, value) : NtStatus.Success;
        if (status.IsSuccess)
        {
            _storedOptions ??= [];
            _storedOptions.RemoveAll(stored => stored.Option == option);
            _storedOptions.Add((option, value));
        }

        return status;
    }

    private bool TryGetStored(TransportOption option, out long value)
    {
        for (int i = 0; i < _storedOptions?.Count; i++)
        {
            if (_storedOptions[i].Option == option)
            {
                value = _storedOptions[i].Value;
                return true;
            }
        }

        value = 0;
        return false;
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
            case WskSocketOption.ReuseAddress:
                return SetSharing(AddressSharing.Reuse, value != 0);
            default:
                return SetSharing(AddressSharing.Exclusive, value != 0);
        }
    }

    private NtStatus SetSharing(AddressSharing sharing, bool isOn)
    {
        if (isOn && Sharing != AddressSharing.Default && Sharing != sharing)
        {
            // The two sharing options exclude each other.
            return NtStatus.InvalidParameter;
        }

        if (isOn || Sharing == sharing)
        {
            Sharing = isOn ? sharing : AddressSharing.Default;
        }

        return NtStatus.Success;
    }
}
