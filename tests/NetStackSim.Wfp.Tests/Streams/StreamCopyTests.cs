using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;
using NetStackSim.Wfp.Tests.Engine;

namespace NetStackSim.Wfp.Tests.Streams;

/// <summary>Copies of indicated bytes, which may lie in a chain of lists.</summary>
public sealed class StreamCopyTests
{
    private readonly EngineHost _host = new();

    [Theory]
    [InlineData(9, 20)]
    [InlineData(9, 5)]
    [InlineData(7, 20)]
    public void CopyTo_GoesThroughTheChain_UpToWhatWasIndicated(int indicated, int room)
    {
        StreamCalloutPacket packet = new();
        packet.Set(Chain(), InspectionDirection.Inbound, indicated);
        byte[] bytes = new byte[room];
        int copied = packet.CopyTo(bytes);

        Assert.Equal(Math.Min(indicated, room), copied);
        Assert.Equal(Enumerable.Range(1, copied).Select(static i => (byte)i), bytes[..copied]);
    }

    [Fact]
    public void Clone_HoldsAllBytesOfTheChain()
    {
        StreamCalloutPacket packet = new();
        packet.Set(Chain(), InspectionDirection.Inbound, 9);
        Assert.Equal(NtStatus.Success, _host.Engine.Streams!.Clone(packet, out NetBufferList? clone));
        byte[] bytes = new byte[9];

        Assert.Equal(9, clone!.FirstNetBuffer.CopyTo(0, bytes));
        Assert.Equal(Enumerable.Range(1, 9).Select(static i => (byte)i), bytes);
        _host.Engine.Streams.DiscardClone(clone);
    }

    private NetBufferList Chain()
    {
        NetBufferList first = Make([1, 2, 3, 4]);
        first.Next = Make([5]);
        first.Next.Next = Make([6, 7, 8, 9]);
        return first;
    }

    private NetBufferList Make(byte[] bytes)
    {
        Assert.True(_host.Engine.Injection!.Allocate(bytes, out NetBufferList? list).IsSuccess);
        return list!;
    }
}
