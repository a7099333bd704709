using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Sockets;

/// <summary>Keeps exactly the ideal backlog of sends outstanding, as the send backlog event says.</summary>
internal sealed class BacklogSender : IWskConnectionEvents
{
    private const int Size = 32 * 1024;

    private readonly SimKernel _kernel;
    private readonly WskBuffer _buffer = new(Mdl.Over(new byte[Size]), 0, Size);
    private bool _stopped;

    public BacklogSender(SimKernel kernel, WskConnectionSocket socket)
    {
        _kernel = kernel;
        Socket = socket;
        socket.Attach(this, WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.SendBacklog);
    }

    public WskConnectionSocket Socket { get; }

    public long Ideal { get; private set; } = 64 * 1024;

    public void Start()
    {
        while (!_stopped && Socket.OutstandingSendBytes + Size <= Ideal)
        {
            Irp irp = _kernel.Io.AllocateIrp(1, "backlog");
            irp.SetCompletionRoutine((done, _) =>
            {
                _stopped |= !done.Status.IsSuccess;
                done.Free();
                Start();
                return NtStatus.MoreProcessingRequired;
            }, null);
            Socket.Send(_buffer, WskSendFlags.None, irp);
        }
    }

    public async Task StopAsync()
    {
        _stopped = true;
        Irp irp = _kernel.Io.AllocateIrp(1, "close");
        irp.PrepareWait();
        await irp.WaitAsync(Socket.Close(irp));
        irp.Free();
    }

    public NtStatus SendBacklog(WskConnectionSocket socket, long idealBacklogSize)
    {
        Ideal = idealBacklogSize;
        Start();
        return NtStatus.Success;
    }

    public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted) => NtStatus.Success;

    public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags) => NtStatus.Success;
}
