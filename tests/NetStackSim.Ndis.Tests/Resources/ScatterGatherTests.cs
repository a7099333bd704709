using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests;

public sealed class ScatterGatherTests
{
    private readonly TestHost _host = new();
    private readonly TestMiniport _miniport;
    private readonly List<ScatterGatherList> _lists = [];

    public ScatterGatherTests()
    {
        _miniport = TestMiniport.AddTo(new NdisRuntime(_host.Kernel), []);
        _host.Loop.RunUntilIdle();
    }

    [Fact]
    public void List_CoversTheDataFromTheCurrentMdlOn_AndBreaksAtPagesAndMdls()
    {
        ScatterGatherDma dma = Register(new ScatterGatherDescription { MaximumPhysicalMapping = 65536 });
        byte[] large = new byte[3 * 4096];
        Random random = new(1);
        random.NextBytes(large);
        NetBuffer buffer = Buffer(Mdl.Over(new byte[100]), Mdl.Over(large, 4000, 6000), Mdl.Over(new byte[50]));
        buffer.Advance(110);

        // The first MDL lies before the data, the second is entered ten bytes in.
        Assert.Equal(4, buffer.QueryPhysicalCount());
        Allocate(dma, buffer);
        IReadOnlyList<ScatterGatherElement> pieces = Assert.Single(_lists).Elements;
        Assert.Equal([86, 4096, 1808, 50], pieces.Select(piece => piece.Length));
        Assert.Equal(large.AsSpan(4010, 86).ToArray(), pieces[0].Memory.ToArray());
        Assert.Equal(4010ul % 4096, pieces[0].Address % 4096);
        Assert.Equal(0ul, pieces[1].Address % 4096);
        Assert.NotEqual(pieces[0].Address + 86, pieces[1].Address);
        Free(dma, _lists[0]);
    }

    [Fact]
    public void Address_OfTheSameByte_IsTheSameEveryTime_AndLowForADeviceOf32Bits()
    {
        ScatterGatherDma dma = Register(new ScatterGatherDescription { MaximumPhysicalMapping = 4096, Flags = ScatterGatherFlags.None });
        NetBuffer buffer = Buffer(Mdl.Over(new byte[4096]));
        Allocate(dma, buffer);
        Allocate(dma, buffer);

        Assert.Equal(_lists[0].Elements[0].Address, _lists[1].Elements[0].Address);
        Assert.True(_lists[0].Elements[0].Address < 1UL << 32);
        Assert.Equal(2, dma.OutstandingLists);
    }

    [Fact]
    public void Allocate_WithoutMapRegisters_ProcessesLater_InOrder()
    {
        ScatterGatherDma dma = Register(new ScatterGatherDescription { MaximumPhysicalMapping = 65536, MapRegisters = 3 });
        for (int i = 0; i < 3; i++)
        {
            Allocate(dma, Buffer(Mdl.Over(new byte[4096 * 2])));
        }

        Assert.Equal((1, 2, 2), (_lists.Count, dma.WaitingLists, dma.MappedPages));
        Free(dma, _lists[0]);
        Assert.Equal((2, 1), (_lists.Count, dma.WaitingLists));
        Free(dma, _lists[1]);
        Free(dma, _lists[2]);
        Assert.Equal((0, 0, 0), (dma.OutstandingLists, dma.WaitingLists, dma.MappedPages));
    }

    [Fact]
    public void Allocate_ThatCanNeverBe_Fails()
    {
        ScatterGatherDma dma = Register(new ScatterGatherDescription { MaximumPhysicalMapping = 10_000, MapRegisters = 2 });
        using (_host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            Assert.Equal(NdisStatus.InvalidLength, dma.AllocateList(Buffer(Mdl.Over(new byte[10_001]))));
            Assert.Equal(NdisStatus.Resources, dma.AllocateList(Buffer(Mdl.Over(new byte[3 * 4096], 2000, 9000))));
        }

        Assert.Equal(0, dma.OutstandingLists);
        Assert.Equal(16 + (24 * 4), dma.ListSize);
    }

    [Fact]
    public void RandomBuffers_PiecesTogether_AreTheData()
    {
        ScatterGatherDma dma = Register(new ScatterGatherDescription { MaximumPhysicalMapping = 200_000 });
        Random random = new(7);
        for (int i = 0; i < 500; i++)
        {
            Mdl[] mdls = [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ => RandomMdl(random))];
            NetBuffer buffer = Buffer(mdls);
            buffer.Advance(random.Next(buffer.DataLength));
            _lists.Clear();
            Allocate(dma, buffer);

            Assert.Equal(TestHost.DataOf(buffer), _lists[0].Elements.SelectMany(piece => piece.Memory.ToArray()));
            Assert.Equal(buffer.QueryPhysicalCount(), _lists[0].Elements.Count);
            Assert.All(_lists[0].Elements, piece => Assert.True((int)(piece.Address % 4096) + piece.Length <= 4096));
            Free(dma, _lists[0]);
        }
    }

    private static Mdl RandomMdl(Random random)
    {
        byte[] bytes = new byte[1 + random.Next(20_000)];
        random.NextBytes(bytes);
        int offset = random.Next(bytes.Length);
        return Mdl.Over(bytes, offset, 1 + random.Next(bytes.Length - offset));
    }

    private NetBuffer Buffer(params Mdl[] mdls)
    {
        NetBufferList list = _host.BarePool().Get();
        for (int i = 1; i < mdls.Length; i++)
        {
            mdls[i - 1].Next = mdls[i];
        }

        list.FirstNetBuffer.SetData(mdls[0], 0, mdls.Sum(mdl => mdl.ByteCount));
        return list.FirstNetBuffer;
    }

    private ScatterGatherDma Register(ScatterGatherDescription description) =>
        _miniport.Adapter.Resources.RegisterScatterGatherDma(description, (list, _) => _lists.Add(list));

    private void Allocate(ScatterGatherDma dma, NetBuffer buffer)
    {
        using (_host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            Assert.Equal(NtStatus.Success, dma.AllocateList(buffer));
        }
    }

    private void Free(ScatterGatherDma dma, ScatterGatherList list)
    {
        using (_host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            dma.FreeList(list);
        }
    }
}
