using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>What a list costs: rent and return, headers, clones. All must allocate nothing.</summary>
[MemoryDiagnoser]
public class BufferBenchmarks
{
    private readonly NetBufferListPool _data;
    private readonly NetBufferListPool _bare;
    private readonly NetBufferList _list;

    public BufferBenchmarks()
    {
        SimKernel kernel = new(new EventLoop(), new SimKernelOptions { Verifier = false });
        _data = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "data", DataSize = 1514, HeadRoom = 64 });
        _bare = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "bare" });
        _list = _data.Get();
        _list.FirstNetBuffer.DataLength = 1460;
    }

    [Benchmark]
    public void RentAndReturn()
    {
        _data.TryRent(out NetBufferList? list);
        _data.Return(list!);
    }

    [Benchmark]
    public void RentThreeHeadersThreeSlotsReturn()
    {
        _data.TryRent(out NetBufferList? list);
        list!.CorrelationId = 1;
        list.FrameType = 0x0800;
        list.TransmitChecksum = TransmitChecksumInfo.ForTcp(isIPv4: true, 34);
        NetBuffer buffer = list.FirstNetBuffer;
        buffer.Retreat(20);
        buffer.Retreat(20);
        buffer.Retreat(14);
        buffer.Advance(54);
        _data.Return(list);
    }

    [Benchmark]
    public void RetreatAndAdvance()
    {
        _list.FirstNetBuffer.Retreat(20);
        _list.FirstNetBuffer.Advance(20);
    }

    [Benchmark]
    public void CloneAndFree()
    {
        _list.TryClone(_bare, CloneFlags.None, out NetBufferList? clone);
        clone!.Free();
    }

    [Benchmark]
    public void CloneWithOriginalMdlsAndFree()
    {
        _list.TryClone(_bare, CloneFlags.UseOriginalMdls, out NetBufferList? clone);
        clone!.Free();
    }
}
