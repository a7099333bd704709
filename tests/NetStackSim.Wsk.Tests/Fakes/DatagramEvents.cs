using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests;

/// <summary>A client's datagram callback, written down.</summary>
internal sealed class DatagramEvents : IWskDatagramEvents
{
    public List<string> Log { get; init; } = [];

    public Queue<NtStatus> Script { get; } = new();

    public Queue<WskDatagramIndication> Retained { get; } = new();

    public WskDatagramIndication? Last { get; private set; }

    public Action<WskDatagramSocket>? OnReceive { get; set; }

    public NtStatus ReceiveFrom(WskDatagramSocket socket, WskEventFlags flags, WskDatagramIndication? datagrams)
    {
        if (datagrams is null)
        {
            Log.Add("receivefrom null");
            return NtStatus.Success;
        }

        var numbers = new List<int>();
        for (WskDatagramIndication? datagram = datagrams; datagram is not null; datagram = datagram.Next)
        {
            numbers.Add(WskData.Read(datagram.Buffer)[0]);
        }

        Last = datagrams;
        NtStatus status = Script.TryDequeue(out NtStatus answer) ? answer : NtStatus.Success;
        Log.Add($"receivefrom {string.Join(",", numbers)}{(flags & (WskEventFlags.Multicast | WskEventFlags.Broadcast)) switch
        {
            WskEventFlags.Multicast => " multicast",
            WskEventFlags.Broadcast => " broadcast",
            _ => "",
        }}");
        if (status == NtStatus.Pending)
        {
            Retained.Enqueue(datagrams);
        }

        OnReceive?.Invoke(socket);
        return status;
    }
}
