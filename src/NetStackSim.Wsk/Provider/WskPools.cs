using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>The pools of the WSK driver of one host.</summary>
internal sealed class WskPools(SimKernel kernel)
{
    public StreamSendPool Sends { get; } = new(kernel.Pools);

    public DatagramSendPool Datagrams { get; } = new(kernel.Pools);

    public DataIndicationPool Indications { get; } = new(kernel.Pools);

    public DatagramIndicationPool DatagramIndications { get; } = new(kernel.Pools);

    /// <summary>Makes a piece forget the list it described.</summary>
    public static void Clear(WskDataIndication item)
    {
        item.List = null;
        item.Next = null;
        item.RetainedFrom = null;
        item.Buffer = default;
    }

    /// <summary>Makes an indication forget the datagram it described.</summary>
    public static void Clear(WskDatagramIndication item)
    {
        item.List = null;
        item.Next = null;
        item.RetainedFrom = null;
        item.Buffer = default;
    }

    internal sealed class StreamSendPool(PoolRegistry registry) : KernelPool<StreamSend>(registry, "WSK stream sends")
    {
        protected override StreamSend Create() => new();

        protected override void OnReturned(StreamSend item)
        {
            item.Mdl = null;
            item.Context = null;
            item.Next = null;
        }
    }

    internal sealed class DatagramSendPool(PoolRegistry registry) : KernelPool<DatagramSend>(registry, "WSK datagram sends")
    {
        protected override DatagramSend Create() => new();

        protected override void OnReturned(DatagramSend item)
        {
            item.Mdl = null;
            item.Context = null;
            item.Next = null;
        }
    }

    internal sealed class DataIndicationPool(PoolRegistry registry) : KernelPool<WskDataIndication>(registry, "WSK data indications")
    {
        protected override WskDataIndication Create() => new();

        protected override void OnReturned(WskDataIndication item) => Clear(item);
    }

    internal sealed class DatagramIndicationPool(PoolRegistry registry) : KernelPool<WskDatagramIndication>(registry, "WSK datagram indications")
    {
        protected override WskDatagramIndication Create() => new();

        protected override void OnReturned(WskDatagramIndication item) => Clear(item);
    }
}
