using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests;

/// <summary>A client's connection callbacks: a script decides what the receive event returns, everything is written down.</summary>
internal sealed class ConnectionEvents : IWskConnectionEvents
{
    private readonly Queue<(NtStatus Status, int Accepted)> _script = new();

    public List<string> Log { get; init; } = [];

    public List<byte> Bytes { get; } = [];

    public Queue<WskDataIndication> Retained { get; } = new();

    public WskEventFlags LastFlags { get; private set; }

    /// <summary>Runs inside the receive event.</summary>
    public Action<WskConnectionSocket>? OnReceive { get; set; }

    /// <summary>Runs inside the disconnect event.</summary>
    public Action<WskConnectionSocket>? OnDisconnect { get; set; }

    /// <summary>The answer of a coming receive event; without one it takes everything.</summary>
    public void Answer(NtStatus status, int accepted = -1) => _script.Enqueue((status, accepted));

    public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
    {
        LastFlags = flags;
        if (data is null)
        {
            Log.Add("receive null");
            OnReceive?.Invoke(socket);
            return NtStatus.Success;
        }

        Log.Add($"receive {bytesIndicated}");
        Assert.Equal(bytesIndicated, bytesAccepted);
        (NtStatus status, int accepted) = _script.TryDequeue(out (NtStatus, int) answer) ? answer : (NtStatus.Success, -1);
        int taken = status == NtStatus.DataNotAccepted ? 0 : accepted < 0 || status == NtStatus.Pending ? bytesIndicated : accepted;
        Bytes.AddRange(WskData.Read(data)[..taken]);
        if (accepted >= 0)
        {
            bytesAccepted = accepted;
        }

        if (status == NtStatus.Pending)
        {
            Retained.Enqueue(data);
        }

        OnReceive?.Invoke(socket);
        return status;
    }

    public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags)
    {
        LastFlags = flags;
        Log.Add((flags & WskEventFlags.Abortive) != 0 ? "disconnect abortive" : "disconnect");
        OnDisconnect?.Invoke(socket);
        return NtStatus.Success;
    }

    public NtStatus SendBacklog(WskConnectionSocket socket, long idealBacklogSize)
    {
        Log.Add($"backlog {idealBacklogSize}");
        return NtStatus.Success;
    }
}
