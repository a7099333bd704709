using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wsk;

namespace EchoServer;

/// <summary>The server as a kernel driver writes it: callbacks and IRPs. What arrives is sent back from the very memory that the NIC filled.</summary>
internal sealed class WskEcho(SimKernel kernel) : IWskListenEvents, IWskConnectionEvents
{
    private readonly WskRegistration _registration = WskRegistration.Register(kernel, "echo sample");
    private WskProvider? _wsk;

    public void Listen(ushort port)
    {
        _registration.TryCaptureProvider(out _wsk);
        _wsk!.SetStaticEventCallbacks(WskEventMask.Accept | WskEventMask.Receive | WskEventMask.Disconnect);
        var request = new WskSocketRequest(IpFamily.V4, TransportSocketType.Stream, 6, WskSocketFlags.Listen, Events: this);
        Call(irp => _wsk.Socket(request, irp), created =>
            Call(irp => ((WskListenSocket)created.InformationObject!).Bind(new IpEndpoint(IpAddress.AnyV4, port), irp), _ => { }));
    }

    public NtStatus Accept(WskListenSocket socket, WskEventFlags flags, in IpEndpoint local, in IpEndpoint remote, WskConnectionSocket? acceptSocket, out IWskConnectionEvents? acceptEvents)
    {
        acceptEvents = this;
        return NtStatus.Success;
    }

    public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        int pending = 0;
        for (WskDataIndication? piece = data; piece is not null; piece = piece.Next)
        {
            pending++;
        }
        for (WskDataIndication? piece = data; piece is not null; piece = piece.Next)
        {
            WskBuffer buffer = piece.Buffer;
            Call(irp => socket.Send(buffer, WskSendFlags.None, irp), _ => pending = pending == 1 && socket.Release(data!).IsSuccess ? 0 : pending - 1);
        }

        return NtStatus.Pending;
    }

    public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags)
    {
        // Our FIN is acknowledged behind all that we echoed; then nothing of the connection is left with us.
        Call(irp => socket.Disconnect(default, WskDisconnectFlags.None, irp), _ => Call(socket.Close, _ => { }));
        return NtStatus.Success;
    }

    // A driver would keep its IRPs; a sample takes one for each call.
    private void Call(Func<Irp, NtStatus> request, Action<Irp> completed)
    {
        Irp irp = kernel.Io.AllocateIrp(1, "echo sample");
        irp.SetCompletionRoutine((done, _) =>
        {
            completed(done);
            done.Free();
            return NtStatus.MoreProcessingRequired;
        }, null);
        request(irp);
    }
}
