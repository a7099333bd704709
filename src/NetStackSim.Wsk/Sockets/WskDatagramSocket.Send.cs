using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Sending datagrams: by reference, one or a list with one request.</content>
public sealed partial class WskDatagramSocket
{
    /// <summary>Sends one datagram by reference.</summary>
    /// <param name="buffer">The payload.</param>
    /// <param name="remote">Where to; default uses the fixed remote or send-to address.</param>
    /// <param name="irp">Completes when the lower layers are done with the memory; Information is the byte count.</param>
    /// <returns>Pending, InvalidParameter, InvalidDeviceState, InsufficientResources; the address and size are judged by the transport.</returns>
    [WindowsDdi("WskSendTo")]
    public NtStatus SendTo(in WskBuffer buffer, in IpEndpoint remote, Irp irp)
    {
        IoStackLocation location = Begin(irp, WskMinorFunction.SendTo);
        NtStatus status = CheckSend();
        DatagramSend? send = null;
        if (status.IsSuccess)
        {
            status = Rent(buffer, remote, irp, out send);
        }

        return status.IsSuccess ? Submit(send!, location, 1, irp) : irp.CompleteRequest(status);
    }

    /// <summary>Sends several datagrams to one peer with one request.</summary>
    /// <param name="messages">The payloads, at least one. List, buffers and memory stay the socket's until the request completes.</param>
    /// <param name="remote">Where to; default uses the fixed remote or send-to address.</param>
    /// <param name="irp">Completes when the lower layers are done with all of them: Information is the sum of the bytes that were sent, the status that of the first one that failed.</param>
    /// <returns>Pending, or an error, then none was sent: InvalidParameter, InvalidDeviceState, InsufficientResources.</returns>
    [WindowsDdi("WskSendMessages")]
    public NtStatus SendMessages(WskBufferList messages, in IpEndpoint remote, Irp irp)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IoStackLocation location = Begin(irp, WskMinorFunction.SendMessages);
        NtStatus status = CheckSend();
        DatagramSend? first = null;
        DatagramSend? last = null;
        int count = 0;
        for (WskBufferList? message = messages; message is not null && status.IsSuccess; message = message.Next)
        {
            status = Rent(message.Buffer, remote, irp, out DatagramSend? send);
            if (!status.IsSuccess)
            {
                break;
            }

            count++;
            if (last is null)
            {
                first = send;
            }
            else
            {
                last.Next = send;
            }

            last = send;
        }

        if (status.IsSuccess)
        {
            return Submit(first!, location, count, irp);
        }

        ReturnSends(first);
        return irp.CompleteRequest(status);
    }

    void IDatagramClient.OnSendComplete(DatagramSend first)
    {
        Hold();
        for (DatagramSend? send = first; send is not null;)
        {
            DatagramSend? next = send.Next;
            var irp = (Irp)send.Context!;
            NtStatus status = send.Status;
            int length = send.Length;
            Wsk.Datagrams.Return(send);
            Account(irp, status, length);
            send = next;
        }

        Unhold();
    }

    private NtStatus CheckSend()
    {
        NtStatus usable = Usable;
        return !usable.IsSuccess ? usable : _bound ? NtStatus.Success : NtStatus.InvalidDeviceState;
    }

    private NtStatus Rent(in WskBuffer buffer, in IpEndpoint remote, Irp irp, out DatagramSend? send)
    {
        send = null;
        if (!buffer.IsValid)
        {
            return NtStatus.InvalidParameter;
        }

        if (!Wsk.Datagrams.TryRent(out send))
        {
            return NtStatus.InsufficientResources;
        }

        send.Mdl = buffer.Mdl;
        send.Offset = buffer.Offset;
        send.Length = buffer.Length;
        send.Remote = remote;
        send.Context = irp;
        send.Next = null;
        return NtStatus.Success;
    }

    private NtStatus Submit(DatagramSend first, IoStackLocation location, int count, Irp irp)
    {
        // Datagrams still out, bytes sent, first failure: the request counts its datagrams itself.
        location.Value1 = (ulong)count;
        location.Value2 = 0;
        location.Value3 = NtStatus.Success.Value;
        irp.MarkPending();
        NtStatus status = _endpoint!.Send(first);
        if (status != NtStatus.Pending)
        {
            ReturnSends(first);
            irp.Complete(status);
        }

        return NtStatus.Pending;
    }

    private void Account(Irp irp, NtStatus status, int length)
    {
        IoStackLocation location = irp.CurrentStackLocation;
        if (status.IsSuccess)
        {
            location.Value2 += (ulong)length;
        }
        else if (location.Value3 == NtStatus.Success.Value)
        {
            location.Value3 = (IsForcedClosed ? NtStatus.FileForcedClosed : status).Value;
        }

        if (--location.Value1 == 0)
        {
            irp.Complete(new NtStatus((uint)location.Value3), (nuint)location.Value2);
        }
    }

    private void ReturnSends(DatagramSend? first)
    {
        for (DatagramSend? send = first; send is not null;)
        {
            DatagramSend? next = send.Next;
            Wsk.Datagrams.Return(send);
            send = next;
        }
    }
}
