using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Buffers;

/// <summary>Acceptance scenario A8: pool hygiene.</summary>
public sealed class NetBufferListPoolTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scenario08_PoolHygiene_MillionCycles_AllocatesNothing(bool verifier)
    {
        NetBufferListPool pool = new TestHost(verifier).DataPool(dataSize: verifier ? 64 : 1514, quota: 512);
        NetBufferList[] lists = new NetBufferList[512];
        Cycle(pool, lists, 2);
        int cycles = verifier ? 40 : 2000;

        long before = GC.GetAllocatedBytesForCurrentThread();
        Cycle(pool, lists, cycles);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(512, pool.Created);
        Assert.Equal(0, pool.Outstanding);
    }

    [Fact]
    public void Scenario08_PoolHygiene_AfterAnyUse_IsClean()
    {
        NetBufferListPool pool = new TestHost().DataPool();
        NetBufferList list = pool.Get();
        for (int slot = 0; slot < 27; slot++)
        {
            list[(NetBufferListInfoId)slot] = ulong.MaxValue;
        }

        list.SetInfoObject(NetBufferListInfoId.MediaSpecificEx, new object());
        (list.Flags, list.NblFlags, list.Status, list.Scratch) = (5, NblFlags.IsIPv4, NdisStatus.Failure, new object());
        list.FirstNetBuffer.DataLength = 100;
        list.Retreat(40);
        list.FirstNetBuffer.ChecksumBias = 3;
        list.Free();

        NetBufferList again = pool.Get();

        Assert.Same(list, again);
        Assert.False(again.HasInfo);
        for (int slot = 0; slot < 27; slot++)
        {
            Assert.Equal(0ul, again[(NetBufferListInfoId)slot]);
            Assert.Null(again.GetInfoObject((NetBufferListInfoId)slot));
        }

        Assert.Equal((0u, NblFlags.None, NtStatus.Success), (again.Flags, again.NblFlags, again.Status));
        Assert.Null(again.Scratch);
        Assert.Equal((64, 0, 64), (again.FirstNetBuffer.DataOffset, again.FirstNetBuffer.DataLength, again.FirstNetBuffer.CurrentMdlOffset));
        Assert.Equal(0, again.FirstNetBuffer.ChecksumBias);
        Assert.Equal(NetBufferListState.Owned, again.State);
    }

    [Fact]
    public void Return_Twice_IsABugCheckWithAndWithoutVerifier()
    {
        foreach (bool verifier in new[] { true, false })
        {
            NetBufferList list = new TestHost(verifier).DataPool().Get();
            list.Free();

            BugCheckException stop = Assert.Throws<BugCheckException>(list.Free);

            Assert.Equal((BugCheckCode.BadPoolCaller, 0x07ul), (stop.Code, stop.Parameters[0]));
            Assert.Contains("freed twice", stop.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rent_QuotaOrInjectedFailure_ReturnsFalse()
    {
        NetBufferListPool pool = new TestHost().DataPool(quota: 2);
        pool.FailRentAt(2);

        Assert.True(pool.TryRent(out _));
        Assert.False(pool.TryRent(out _));
        Assert.True(pool.TryRent(out _));
        Assert.False(pool.TryRent(out NetBufferList? none));
        Assert.Null(none);
    }

    [Fact]
    public void Leak_OneListOutstanding_IsReportedByName()
    {
        TestHost host = new();
        host.DataPool().Get();

        LeakReport report = host.Kernel.CheckLeaks();

        Leak leak = Assert.Single(report.Leaks);
        Assert.Equal(("pool", "test/data", 1L), (leak.Kind, leak.Name, leak.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [BreaksRule("NdisAllocateNetBuffer")]
    public void Scenario08_PoolHygiene_CloseWithOneOutstanding_IsReportedWithItsRenter(bool verifier)
    {
        TestHost host = new(verifier);
        if (verifier)
        {
            host.Kernel.Verifier!.RecordsStacks = true;
        }

        NetBufferListPool pool = host.DataPool();
        NetBufferList list = pool.Get();

        BugCheckException stop = Assert.Throws<BugCheckException>(pool.Close);

        Assert.Equal(verifier ? NdisVerifierRules.PoolLeak.Parameter1 : (ulong)NdisBugCheckCode.LeakedNetBufferLists, stop.Parameters[0]);
        Assert.Equal(verifier, stop.Message.Contains(nameof(Scenario08_PoolHygiene_CloseWithOneOutstanding_IsReportedWithItsRenter), StringComparison.Ordinal));
        list.Free();
        pool.Close();
    }

    [Fact]
    [BreaksRule("UseAfterFree")]
    public void UseAfterFree_WriteIntoPooledMemory_IsReportedAtTheNextRent()
    {
        TestHost host = new();
        NetBufferListPool pool = host.DataPool();
        NetBufferList list = pool.Get();
        byte[] memory = list.FirstNetBuffer.MdlChain!.Buffer;
        int offset = list.FirstNetBuffer.MdlChain.Offset;
        list.Free();
        memory[offset + 10] = 1;

        BugCheckException stop = Assert.Throws<BugCheckException>(() => pool.TryRent(out _));

        Assert.Equal(NdisVerifierRules.UseAfterFree.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void Verifier_RecordsStacks_NamesTheRenter()
    {
        TestHost host = new();
        host.Kernel.Verifier!.RecordsStacks = true;
        NetBufferList list = host.DataPool().Get();
        list.Free();

        BugCheckException stop = Assert.Throws<BugCheckException>(list.Free);

        Assert.Contains(nameof(Verifier_RecordsStacks_NamesTheRenter), stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strides_OfDataMemory_AreNeverPowersOfTwo()
    {
        NetBufferListPool pool = new TestHost().DataPool(dataSize: 2048, headRoom: 0);
        int first = pool.Get().FirstNetBuffer.MdlChain!.Offset;
        int second = pool.Get().FirstNetBuffer.MdlChain!.Offset;

        Assert.Equal(2112, second - first);
    }

    private static void Cycle(NetBufferListPool pool, NetBufferList[] lists, int cycles)
    {
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            for (int i = 0; i < lists.Length; i++)
            {
                pool.TryRent(out lists[i]!);
                lists[i].CorrelationId = (ulong)i;
                lists[i].FirstNetBuffer.DataLength = 20;
                lists[i].Retreat(20);
            }

            for (int i = 0; i < lists.Length; i++)
            {
                pool.Return(lists[i]);
            }
        }
    }
}
