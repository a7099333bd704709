using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

public sealed class ReceiveScalingTests
{
    private const RssHashTypes Common = RssHashTypes.IPv4 | RssHashTypes.TcpIPv4 | RssHashTypes.IPv6 | RssHashTypes.TcpIPv6;

    [Fact]
    public void Scenario35_RssVectors_QueueIsTheTableEntryOfTheHash()
    {
        NicFixture nic = Scaled(processors: 8);
        int[] table = [.. Enumerable.Range(0, 128).Select(i => (i * 5) % 8)];
        Assert.Equal(NtStatus.Success, nic.Request(Parameters(table)));

        foreach (ushort port in new ushort[] { 1, 80, 443, 5000, 60000 })
        {
            RssFrames.Packet packet = new() { SourcePort = port };
            byte[] input = [10, 0, 0, 1, 10, 0, 0, 2, (byte)(port >> 8), (byte)port, 0, 80];
            uint hash = RssFrames.Toeplitz(RssFrames.Key, input);
            nic.Indicated.Clear();
            nic.Deliver(RssFrames.Build(packet));
            nic.Loop.RunUntilIdle();

            NicFixture.Received got = Assert.Single(nic.Indicated);
            Assert.Equal((hash, 0x200u, (byte)1), (got.Hash, got.HashInfo.Type, got.HashInfo.Function));
            Assert.Equal(table[hash & 127], got.Processor);
        }

        nic.AssertClean();
    }

    [Fact]
    public void Scenario35_RssVectors_FragmentsUseTheAddresses()
    {
        NicFixture nic = Scaled(4);
        Assert.Equal(NtStatus.Success, nic.Request(Parameters([0, 1, 2, 3])));
        nic.Deliver(RssFrames.Build(new RssFrames.Packet { Fragment = 1 }), RssFrames.Build(new RssFrames.Packet { Fragment = 2 }));
        nic.Loop.RunUntilIdle();

        uint hash = RssFrames.Toeplitz(RssFrames.Key, [10, 0, 0, 1, 10, 0, 0, 2]);
        Assert.Equal(2, nic.Indicated.Count);
        Assert.All(nic.Indicated, got => Assert.Equal((hash, 0x100u, (int)(hash & 3)), (got.Hash, got.HashInfo.Type, got.Processor)));
        nic.AssertClean();
    }

    [Fact]
    public void Scenario35_RssVectors_EntriesMovedAtDispatchTouchLaterFramesOnly()
    {
        NicFixture nic = Scaled(4);
        Assert.Equal(NtStatus.Success, nic.Request(Parameters([1, 1, 1, 1])));
        byte[] frame = RssFrames.Build(new RssFrames.Packet());
        nic.Deliver(frame);
        OidRequest move = new RssIndirectionEntries { Entries = [.. Enumerable.Range(0, 4).Select(i => new RssIndirectionEntry(i, 2))] }.ToRequest();
        using (nic.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            Assert.Equal(NtStatus.Success, nic.Binding.SynchronousOidRequest(move));
        }

        Assert.True(move.TryGetAnswer<RssIndirectionEntries>(out RssIndirectionEntries? answer));
        Assert.All(answer!.Entries, entry => Assert.Equal(NtStatus.Success, entry.Status));
        nic.Loop.RunUntilIdle();
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();

        Assert.Equal([1, 2], nic.Indicated.Select(got => got.Processor));
        nic.AssertClean();
    }

    [Fact]
    public void Scenario35_RssVectors_DisableRss_LeavesProcessor0Only()
    {
        NicFixture nic = Scaled(4);
        Assert.Equal(NtStatus.Success, nic.Request(Parameters([3, 2, 3, 2])));
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParameters, new ReceiveScaleParameters { Flags = RssParameterFlags.DisableRss })));
        for (ushort port = 1; port <= 32; port++)
        {
            nic.Deliver(RssFrames.Build(new RssFrames.Packet { SourcePort = port }));
        }

        nic.Loop.RunUntilIdle();
        Assert.Equal(32, nic.Indicated.Count);
        Assert.All(nic.Indicated, got => Assert.Equal((0, 0ul), (got.Processor, got.HashInfo.Value)));
        nic.AssertClean();
    }

    [Theory]
    [InlineData(0x1FF00u, 1)]
    [InlineData((uint)Common, 2)]
    [InlineData(0x300u, 3)]
    [InlineData(0x3C00u, 4)]
    [InlineData(0x2800u, 5)]
    [InlineData(0x1C000u, 6)]
    public void RandomFrames_QueueAndHash_EqualTheNaiveTwin(uint types, int seed)
    {
        NicFixture nic = Scaled(4);
        nic.SetFilter(PacketFilter.Promiscuous);
        Random random = new(seed);
        byte[] key = new byte[40];
        random.NextBytes(key);
        int[] table = [.. Enumerable.Range(0, 64).Select(_ => random.Next(4))];
        ReceiveScaleParameters parameters = new() { HashTypes = (RssHashTypes)types, IndirectionTable = table, SecretKey = key, DefaultProcessor = 3 };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParameters, parameters)));
        List<RssFrames.Packet> sent = [];
        for (int round = 0; round < 1700; round++)
        {
            sent.Clear();
            nic.Indicated.Clear();
            while (sent.Count < 10)
            {
                RssFrames.Packet packet = Random(random);
                sent.Add(packet);
                nic.Deliver(RssFrames.Build(packet));
                nic.Loop.RunUntilIdle();
            }

            Assert.Equal(sent.Count, nic.Indicated.Count);
            for (int i = 0; i < sent.Count; i++)
            {
                (uint type, byte[] input) = sent[i].HashInput(types);
                uint hash = RssFrames.Toeplitz(key, input);
                NicFixture.Received got = nic.Indicated[i];
                Assert.Equal((type, hash), (got.HashInfo.Type, got.Hash));
                Assert.Equal(type == 0 ? 3 : table[hash & 63], got.Processor);
            }
        }

        nic.AssertClean();
    }

    [Fact]
    public void Parameters_UnchangedFlags_KeepWhatWasSet()
    {
        NicFixture nic = Scaled(4);
        Assert.Equal(NtStatus.Success, nic.Request(Parameters([0, 1, 2, 3])));
        ReceiveScaleParameters change = new()
        {
            Flags = RssParameterFlags.HashInfoUnchanged | RssParameterFlags.HashKeyUnchanged | RssParameterFlags.DefaultProcessorUnchanged | RssParameterFlags.BaseCpuUnchanged,
            IndirectionTable = [2, 2],
        };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParameters, change)));

        OidRequest query = OidRequest.Query(Oid.GenReceiveScaleParameters, 1000);
        Assert.Equal(NtStatus.Success, nic.Request(query));
        Assert.True(query.TryGetAnswer<ReceiveScaleParameters>(out ReceiveScaleParameters? now));
        Assert.Equal(Common, now!.HashTypes);
        Assert.Equal(RssFrames.Key, now.SecretKey.ToArray());
        Assert.Equal([2, 2], now.IndirectionTable);
        nic.Deliver(RssFrames.Build(new RssFrames.Packet()));
        nic.Loop.RunUntilIdle();
        Assert.Equal(2, Assert.Single(nic.Indicated).Processor);
        nic.AssertClean();
    }

    [Fact]
    public void Parameters_Revision1_AddTheBaseProcessor()
    {
        NicFixture nic = Scaled(4);
        ReceiveScaleParameters old = new() { Revision = 1, BaseCpuNumber = 2, HashTypes = Common, IndirectionTable = [1, 1], SecretKey = RssFrames.Key };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParameters, old)));
        nic.Deliver(RssFrames.Build(new RssFrames.Packet()));
        nic.Loop.RunUntilIdle();

        Assert.Equal(3, Assert.Single(nic.Indicated).Processor);
        nic.AssertClean();
    }

    [Fact]
    public void Parameters_ThatCannotBe_AreInvalidAndChangeNothing()
    {
        NicFixture nic = Scaled(4, queues: 2);
        ReceiveScaleParameters good = new() { HashTypes = Common, IndirectionTable = [0, 1], SecretKey = RssFrames.Key };
        foreach (ReceiveScaleParameters bad in new[]
        {
            good with { IndirectionTable = [0, 1, 2, 3] },
            good with { IndirectionTable = [0, 1, 0] },
            good with { IndirectionTable = [0, 9] },
            good with { IndirectionTable = [] },
            good with { SecretKey = RssFrames.Key.AsMemory(0, 39) },
            good with { HashFunction = 2 },
            good with { DefaultProcessor = 7 },
        })
        {
            Assert.Equal(NtStatus.InvalidParameter, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParameters, bad)));
        }

        nic.Deliver(RssFrames.Build(new RssFrames.Packet()));
        nic.Loop.RunUntilIdle();
        Assert.Equal(0ul, Assert.Single(nic.Indicated).HashInfo.Value);
        nic.AssertClean();
    }

    [Fact]
    public void Capabilities_SayWhatTheCardHas()
    {
        NicFixture nic = Scaled(4);
        OidRequest query = OidRequest.Query(Oid.GenReceiveScaleCapabilities, 100);
        Assert.Equal(NtStatus.Success, nic.Request(query));
        Assert.True(query.TryGetAnswer<ReceiveScaleCapabilities>(out ReceiveScaleCapabilities? capabilities));

        Assert.Equal((4u, 4u, (ushort)128), (capabilities!.ReceiveQueues, capabilities.InterruptMessages, capabilities.IndirectionTableEntries));
        Assert.True(capabilities.Flags.HasFlag(RssCapabilityFlags.UsingMsiX | RssCapabilityFlags.SupportsIndependentEntryMove | RssCapabilityFlags.Toeplitz));
    }

    [Fact]
    public void Capabilities_OfOneQueue_AreNotSupported()
    {
        NicFixture nic = new();

        Assert.Equal(NtStatus.NotSupported, nic.Request(OidRequest.Query(Oid.GenReceiveScaleCapabilities, 100)));
        Assert.Equal(NtStatus.NotSupported, nic.Request(Parameters([0])));
    }

    [Fact]
    public void Table_OnProcessorsWithoutAMessage_QueuesTheDpcOverThere()
    {
        NicFixture nic = Scaled(8, queues: 2);
        ReceiveScaleParameters parameters = new() { HashTypes = Common, IndirectionTable = [5, 5], SecretKey = RssFrames.Key, DefaultProcessor = 7 };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParameters, parameters)));
        nic.Deliver(RssFrames.Build(new RssFrames.Packet()), RssFrames.Build(new RssFrames.Packet { Kind = RssFrames.PacketKind.Other }));
        nic.Loop.RunUntilIdle();

        Assert.Equal([5, 7], nic.Indicated.Select(got => got.Processor).Order());
        nic.AssertClean();
    }

    [Fact]
    public void Version2_SteersEntryByEntry()
    {
        NicFixture nic = Scaled(4);
        ReceiveScaleParametersV2 sizes = new()
        {
            Flags = RssV2ParameterFlags.NumberOfQueuesChanged | RssV2ParameterFlags.NumberOfEntriesChanged,
            NumberOfQueues = 3,
            NumberOfIndirectionTableEntries = 4,
        };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParametersV2, sizes)));

        // While scaling is off, entries are remembered and the primary processor steers.
        Move(nic, NtStatus.Success, new RssIndirectionEntry(0, 1), new RssIndirectionEntry(1, 1), new RssIndirectionEntry(2, 1), new RssIndirectionEntry(3, 1));
        Move(nic, NtStatus.Success, new RssIndirectionEntry(0, 3, RssEntryFlags.PrimaryProcessor));
        Assert.Equal(3, ProcessorOfNext(nic));

        ReceiveScaleParametersV2 on = new()
        {
            Flags = RssV2ParameterFlags.EnableRss | RssV2ParameterFlags.HashInfoChanged | RssV2ParameterFlags.HashKeyChanged,
            HashTypes = Common,
            SecretKey = RssFrames.Key,
        };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParametersV2, on)));
        Assert.Equal(1, ProcessorOfNext(nic));
        Assert.Equal(0, ProcessorOfNext(nic, new RssFrames.Packet { Kind = RssFrames.PacketKind.Other }));
        Move(nic, NtStatus.Success, new RssIndirectionEntry(0, 2, RssEntryFlags.DefaultProcessor));
        Assert.Equal(2, ProcessorOfNext(nic, new RssFrames.Packet { Kind = RssFrames.PacketKind.Other }));
        Move(nic, NtStatus.Success, new RssIndirectionEntry(0, 0));
        Move(nic, NdisStatus.NoQueues, new RssIndirectionEntry(1, 3));
        Move(nic, NtStatus.InvalidParameter, new RssIndirectionEntry(4, 0));
        Move(nic, NtStatus.InvalidParameter, new RssIndirectionEntry(0, 4));

        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParametersV2, new ReceiveScaleParametersV2())));
        Assert.Equal(3, ProcessorOfNext(nic));
        nic.AssertClean();
    }

    [Fact]
    public void Version2_MovesOfOneRequest_AreMadeInAnOrderThatWorks()
    {
        NicFixture nic = Scaled(4, queues: 2);
        Assert.Equal(NtStatus.Success, nic.Request(Parameters([0, 0, 1, 1])));

        // The first move needs the queue that only the last two give back.
        Move(nic, NtStatus.Success, new RssIndirectionEntry(0, 3), new RssIndirectionEntry(1, 3), new RssIndirectionEntry(2, 3), new RssIndirectionEntry(3, 3));
        Assert.Equal(3, ProcessorOfNext(nic));
        nic.AssertClean();
    }

    [Fact]
    public void ReceiveHash_WithoutScaling_ReportsTheHashAndStaysOnTheFirstQueue()
    {
        NicFixture nic = new();
        ReceiveHashParameters parameters = new() { Flags = ReceiveHashFlags.EnableHash, HashTypes = RssHashTypes.TcpIPv4, SecretKey = RssFrames.Key };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveHash, parameters)));
        nic.Deliver(RssFrames.Build(new RssFrames.Packet()));
        nic.Loop.RunUntilIdle();

        Assert.Equal((0x663983b1u, 0), (nic.Indicated[0].Hash, nic.Indicated[0].Processor));
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveHash, new ReceiveHashParameters())));
        nic.Deliver(RssFrames.Build(new RssFrames.Packet()));
        nic.Loop.RunUntilIdle();
        Assert.Equal(0ul, nic.Indicated[1].HashInfo.Value);
        nic.AssertClean();
    }

    [Fact]
    public void Send_WithAHash_UsesTheQueueOfTheTable_WithoutOneThatOfTheProcessor()
    {
        NicFixture nic = Scaled(4);
        Assert.Equal(NtStatus.Success, nic.Request(Parameters([0, 1, 2, 3])));
        NetBufferList hashed = nic.List(TestFrames.Plain(1, NicFixture.Mac, 100));
        hashed.HashValue = 0x1002;
        hashed.HashInfo = new HashInfo(ToeplitzHash.Function, 0x200);
        nic.SendAndRun(hashed, nic.List(TestFrames.Plain(1, NicFixture.Mac, 100)));

        Assert.Equal([0, 2], nic.Completions.Select(done => done.Processor).Order());
        nic.AssertClean();
    }

    private static int ProcessorOfNext(NicFixture nic, RssFrames.Packet? packet = null)
    {
        nic.Indicated.Clear();
        nic.Deliver(RssFrames.Build(packet ?? new RssFrames.Packet()));
        nic.Loop.RunUntilIdle();
        return Assert.Single(nic.Indicated).Processor;
    }

    private static void Move(NicFixture nic, NtStatus expected, params RssIndirectionEntry[] moves)
    {
        OidRequest request = new RssIndirectionEntries { Entries = moves }.ToRequest();
        Assert.Equal(NtStatus.Success, nic.Binding.SynchronousOidRequest(request));
        Assert.True(request.TryGetAnswer<RssIndirectionEntries>(out RssIndirectionEntries? answer));
        Assert.All(answer!.Entries, entry => Assert.Equal(expected, entry.Status));
    }

    private static NicFixture Scaled(int processors, int queues = 16) =>
        new(new VirtualNicOptions { Queues = queues }, host: new SimKernelOptions { Name = "host", ProcessorCount = processors });

    private static OidRequest Parameters(int[] table) => OidRequest.Set(
        Oid.GenReceiveScaleParameters, new ReceiveScaleParameters { HashTypes = Common, IndirectionTable = table, SecretKey = RssFrames.Key });

    private static RssFrames.Packet Random(Random random)
    {
        bool v6 = random.Next(2) == 0;
        return new RssFrames.Packet
        {
            Kind = (RssFrames.PacketKind)random.Next(random.Next(4) == 0 ? 4 : 2),
            IsV6 = v6,
            Tagged = random.Next(8) == 0,
            Options = random.Next(5) == 0,
            Fragment = Math.Max(0, random.Next(12) - 9),
            Source = Bytes(random, v6 ? 16 : 4),
            Destination = Bytes(random, v6 ? 16 : 4),
            SourcePort = (ushort)random.Next(65536),
            DestinationPort = (ushort)random.Next(65536),
            HomeAddress = random.Next(6) == 0 ? Bytes(random, 16) : null,
            RoutingAddress = random.Next(6) == 0 ? Bytes(random, 16) : null,
            RoutingType = (byte)(random.Next(4) == 0 ? 4 : 2),
        };
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
