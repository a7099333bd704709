using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Control of the client object (client-apis 3.9).</content>
public sealed partial class WskProvider
{
    /// <summary>Size of <c>WSK_TRANSPORT</c>: version, socket type (16 bits each), protocol (32), family (16), padding, provider id.</summary>
    public const int TransportSize = 28;

    private static readonly Guid TransportProviderId = TransportNpi.Id;

    private readonly IrpQueue _transportChanges = new("WSK transport list changes");

    /// <summary>Performs a control operation of the client object.</summary>
    /// <param name="code">The operation.</param>
    /// <param name="input">Input, little-endian.</param>
    /// <param name="output">Where the result goes.</param>
    /// <param name="bytesReturned">Bytes of output; the size needed with BufferOverflow.</param>
    /// <param name="irp">Required for <see cref="WskClientControl.TransportListChange"/>, null for all others.</param>
    /// <returns>Success, Pending, BufferOverflow, InvalidParameter, InvalidDeviceState (a socket exists already), NotSupported.</returns>
    [WindowsDdi("WskControlClient")]
    public NtStatus ControlClient(WskClientControl code, ReadOnlySpan<byte> input, Span<byte> output, out int bytesReturned, Irp? irp)
    {
        bytesReturned = 0;
        irp?.BeginRequest(Device, IrpMajorFunction.InternalDeviceControl, WskMinorFunction.ControlClient);
        if (irp is not null && code == WskClientControl.TransportListChange && !_detaching)
        {
            _transportChanges.Insert(irp);
            return NtStatus.Pending;
        }

        bool wantsIrp = code == WskClientControl.TransportListChange;
        NtStatus status = wantsIrp != irp is not null ? NtStatus.InvalidParameter
            : code switch
            {
                WskClientControl.TransportListQuery => QueryTransports(output, out bytesReturned),
                WskClientControl.SetStaticEventCallbacks => SetStaticEvents(input),
                WskClientControl.TransportListChange => NtStatus.Cancelled,
                _ => NtStatus.NotSupported,
            };
        return irp is null ? status : irp.CompleteRequest(status, (nuint)bytesReturned);
    }

    /// <summary>Enables event callbacks for every socket made afterwards; they can never be disabled (<c>WSK_SET_STATIC_EVENT_CALLBACKS</c>).</summary>
    /// <param name="events">The events.</param>
    /// <returns>Success; InvalidDeviceState when a socket exists already; InvalidParameter.</returns>
    [WindowsDdi("WSK_SET_STATIC_EVENT_CALLBACKS")]
    public NtStatus SetStaticEventCallbacks(WskEventMask events)
    {
        const WskEventMask known = WskEventMask.Accept | WskEventMask.ReceiveFrom | WskConnectionSocket.ConnectionEvents;
        if (events == WskEventMask.None || (events & ~known) != 0)
        {
            return NtStatus.InvalidParameter;
        }

        if (_sockets > 0)
        {
            return NtStatus.InvalidDeviceState;
        }

        StaticEvents = events;
        return NtStatus.Success;
    }

    /// <summary>A transport came or went.</summary>
    internal void OnTransportsChanged() => _transportChanges.CompleteAll(NtStatus.Success);

    /// <summary>The client deregisters: nothing may keep it waiting that it cannot end itself.</summary>
    internal void CancelNotifications() => _transportChanges.CompleteAll(NtStatus.Cancelled);

    private NtStatus SetStaticEvents(ReadOnlySpan<byte> input) =>
        BinaryPrimitives.TryReadUInt32LittleEndian(input, out uint mask) ? SetStaticEventCallbacks((WskEventMask)mask) : NtStatus.InvalidParameter;

    private NtStatus QueryTransports(Span<byte> output, out int bytesReturned)
    {
        ReadOnlySpan<TransportDescriptor> transports = Transports;
        bytesReturned = transports.Length * TransportSize;
        if (output.Length < bytesReturned)
        {
            return NtStatus.BufferOverflow;
        }

        for (int i = 0; i < transports.Length; i++)
        {
            Write(transports[i], output.Slice(i * TransportSize, TransportSize));
        }

        return NtStatus.Success;
    }

    private static void Write(in TransportDescriptor transport, Span<byte> row)
    {
        ushort family = transport.Family == IpFamily.V4 ? WskSocketAddress.FamilyV4 : WskSocketAddress.FamilyV6;
        row.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(row, WskNpi.Version10);
        BinaryPrimitives.WriteUInt16LittleEndian(row[2..], (ushort)transport.SocketType);
        BinaryPrimitives.WriteUInt32LittleEndian(row[4..], transport.Protocol);
        BinaryPrimitives.WriteUInt16LittleEndian(row[8..], family);
        TransportProviderId.TryWriteBytes(row[12..]);
    }
}
