using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// The stream both ways: bytes before they are cut, bytes in order before the client gets them, and the end of each direction.
internal sealed partial class TcpInspection
{
    private NetBufferListPool? _streamPool;

    /// <summary>True when the bytes of a connection are looked at.</summary>
    public bool IsStreamArmed(TcpConnection connection) => StreamPoint(connection).Handler is not null;

    /// <summary>Shows bytes that the client sends, before they are cut into segments.</summary>
    /// <returns>False when they are not sent as they are: removed from the stream, or with the inspector.</returns>
    public bool PermitsSend(TcpConnection connection, StreamSend send)
    {
        if (send.Length == 0 || !TryDescribe(send, out NetBufferList? list))
        {
            return true;
        }

        StreamInspectionFlags flags = (send.Flags & StreamSendFlags.NoDelay) != 0
            ? StreamInspectionFlags.Send | StreamInspectionFlags.SendNoDelay
            : StreamInspectionFlags.Send;
        list.CorrelationId = send.CorrelationId;
        InspectionAction action = Indicate(connection, InspectionDirection.Outbound, flags, list, send.Length);
        list.Free();
        return action == InspectionAction.Permit;
    }

    /// <summary>Shows bytes that are in order and about to reach the client.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="arrived">The bytes.</param>
    /// <param name="arrivedBytes">How many; 0 afterwards.</param>
    public void ReceiveStream(TcpConnection connection, ref NetBufferListQueue arrived, ref int arrivedBytes)
    {
        NetBufferListChain all = arrived.TakeAll();
        NetBufferListChain removed = default;
        arrivedBytes = 0;
        while (all.TryRemoveFirst(out NetBufferList? list))
        {
            int length = list.FirstNetBuffer.DataLength;
            InspectionAction action = Indicate(connection, InspectionDirection.Inbound, StreamInspectionFlags.Receive, list, length);
            if (action == InspectionAction.Permit)
            {
                connection.Pass(list, length);
                continue;
            }

            // Absorbed bytes keep the window closed until the inspector releases them.
            removed.Add(list);
            connection.ForgetDelivery(action == InspectionAction.Block ? length : 0);
        }

        _tcp.ReturnReceived(ref removed);
    }

    /// <summary>Shows the end of a direction, without bytes.</summary>
    /// <returns>False when the inspector keeps it: it follows later, or never.</returns>
    public bool PermitsEnd(TcpConnection connection, StreamInspectionFlags flags)
    {
        bool inbound = (flags & (StreamInspectionFlags.ReceiveDisconnect | StreamInspectionFlags.ReceiveAbort)) != 0;
        StreamInspectionFlags side = inbound ? StreamInspectionFlags.Receive : StreamInspectionFlags.Send;
        InspectionDirection direction = inbound ? InspectionDirection.Inbound : InspectionDirection.Outbound;
        return !IsStreamArmed(connection) || Indicate(connection, direction, side | flags, null, 0) == InspectionAction.Permit;
    }

    private InspectionAction Indicate(
        TcpConnection connection, InspectionDirection direction, StreamInspectionFlags flags, NetBufferList? list, int length)
    {
        InspectionPoint point = StreamPoint(connection);
        if (point.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        StateOf(connection);
        InspectionContext context = Flow(connection, direction);
        context.List = list;
        context.DataLength = length;
        context.StreamFlags = flags;
        context.Stream = connection;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action == InspectionAction.Block)
        {
            _tcp.Network.Drops.Blocked(point, verdict, ref context);
        }

        return verdict.Action;
    }

    private InspectionPoint StreamPoint(TcpConnection connection) => connection.RemoteEndpoint.Address.IsV4 ? _streamV4 : _streamV6;

    private bool TryDescribe(StreamSend send, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NetBufferList? list)
    {
        _streamPool ??= new NetBufferListPool(_tcp.Kernel, new NetBufferListPoolOptions { Name = "tcp/stream" });
        if (!_streamPool.TryRent(out list))
        {
            return false;
        }

        SendCursor cursor = default;
        cursor.Seek(send, 0);
        for (int done = 0; done < send.Length;)
        {
            cursor.TryTake(send.Length - done, out byte[] buffer, out int offset, out int count);
            if (!_tcp.Kernel.Mdls.TryRent(out Mdl? mdl))
            {
                list.Free();
                list = null;
                return false;
            }

            mdl.Buffer = buffer;
            mdl.Offset = offset;
            mdl.ByteCount = count;
            list.FirstNetBuffer.AppendMdl(mdl);
            done += count;
        }

        return true;
    }
}
