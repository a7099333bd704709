using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>The stream layer over whole hosts: editing, waiting, deferring, dropping, the waterfall, contexts (scenarios 46 to 52).</summary>
public sealed class StreamScenarioTests
{
    [Theory]
    [LabCases(true)]
    [LabCases(false)]
    public void Scenario46_InlineReplace_AtEveryByteBoundary(IpFamily family, ClassifierKind classifier, bool atSender)
    {
        // In pieces of every size from one byte on, then cut in two at every boundary.
        for (int size = 1; size <= 12; size++)
        {
            InlineReplace(family, classifier, atSender, size, size);
        }

        for (int cut = 1; cut < "a cat, catcat; c ca cat".Length; cut++)
        {
            InlineReplace(family, classifier, atSender, cut, int.MaxValue);
        }
    }

    private static void InlineReplace(IpFamily family, ClassifierKind classifier, bool atSender, int first, int next)
    {
        using var lab = new FilterLab(family, classifier);
        SimHost host = atSender ? lab.A : lab.B;
        LabCallout callout = null!;
        callout = lab.Callout(host, "STREAM", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            Replace(host.Filters!, callout, m, (StreamCalloutPacket)d!, ref o));
        byte[] text = "a cat, catcat; c ca cat"u8.ToArray();
        string expected = "a tiger, tigertiger; c ca tiger";

        lab.WithConnection(async (client, server) =>
        {
            for (int at = 0, length = first; at < text.Length; at += length, length = next)
            {
                length = Math.Min(length, text.Length - at);
                await client.WriteAsync(text.AsMemory(at, length));
            }

            await client.ShutdownSendAsync();
            Assert.Equal(expected, Encoding.ASCII.GetString(await ReadAll(server)));
            await server.WriteAsync("back"u8.ToArray());
            byte[] back = new byte[4];
            await client.ReadExactlyAsync(back);
            Assert.Equal("back"u8.ToArray(), back);
        });
        Assert.Empty(host.Filters!.Contracts.Violations);
    }

    [Theory]
    [LabCases]
    public void Scenario47_NeedMoreData_WaitsAndIsToldOfTheEnd(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        List<(int Length, ClassifyOutFlags Flags)> seen = [];
        lab.Callout(lab.B, "STREAM", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var packet = (StreamCalloutPacket)d!;
            if (packet.DataDirection == InspectionDirection.Outbound || packet.DataLength == 0)
            {
                o.Action = FilterActionType.Permit;
                return;
            }

            seen.Add((packet.DataLength, o.Flags));
            if (packet.DataLength < 100 && (o.Flags & ClassifyOutFlags.NoMoreData) == 0)
            {
                packet.Action = StreamAction.NeedMoreData;
                packet.BytesRequired = 100 - packet.DataLength;
                o.Action = FilterActionType.None;
                return;
            }

            o.Action = FilterActionType.Permit;
        });
        lab.WithConnection(async (client, server) =>
        {
            byte[] buffer = new byte[500];
            for (int i = 0; i < 10; i++)
            {
                await client.WriteAsync(new byte[10]);
                await Task.Delay(TimeSpan.FromMilliseconds(10), lab.Network.TimeProvider);
            }

            await server.ReadExactlyAsync(buffer.AsMemory(0, 100));
            Assert.Equal([(10, ClassifyOutFlags.None), (100, ClassifyOutFlags.None)], seen);
            seen.Clear();
            await client.WriteAsync(new byte[60]);
            await Task.Delay(TimeSpan.FromMilliseconds(10), lab.Network.TimeProvider);
            await client.ShutdownSendAsync();
            Assert.Equal(60, (await ReadAll(server)).Length);
            Assert.Equal([(60, ClassifyOutFlags.None), (60, ClassifyOutFlags.NoMoreData)], seen);
        });
    }

    [Theory]
    [LabCases]
    public void Scenario47_NeverSatisfied_ReachesTheLimitAndMustDecide(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        int atLimit = 0;
        lab.Callout(lab.A, "STREAM", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var packet = (StreamCalloutPacket)d!;
            bool full = (o.Flags & ClassifyOutFlags.BufferLimitReached) != 0;
            if (packet.DataDirection == InspectionDirection.Outbound && packet.DataLength > 0 && !full)
            {
                packet.Action = StreamAction.NeedMoreData;
                packet.BytesRequired = int.MaxValue / 2;
                return;
            }

            atLimit += full ? packet.DataLength : 0;
            o.Action = FilterActionType.Permit;
        });
        lab.WithConnection(async (client, server) =>
        {
            Task<long> reading = CountAll(server);
            byte[] block = new byte[64 * 1024];
            for (int i = 0; i < 129; i++)
            {
                await client.WriteAsync(block);
            }

            Assert.True(atLimit >= 8 * 1024 * 1024, $"{atLimit} bytes at the limit.");
            await client.ShutdownSendAsync();
            await reading;
        });
    }

    [Theory]
    [LabCases(FilterActionType.CalloutUnknown, true)]
    [LabCases(FilterActionType.CalloutTerminating, true)]
    [LabCases(FilterActionType.CalloutInspection, false)]
    public void Scenario49_Drop_ResetsUnlessTheCalloutOnlyInspects(IpFamily family, ClassifierKind classifier, FilterActionType action, bool resets)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Callout(
            lab.B,
            "STREAM",
            (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                var packet = (StreamCalloutPacket)d!;
                packet.Action = packet.DataLength == 3 ? StreamAction.DropConnection : StreamAction.None;
                o.Action = FilterActionType.Permit;
            },
            action);
        lab.B.Filters!.Contracts.Mode = ContractMode.Off;
        NtStatus seen = NtStatus.Success;
        NtStatus seenByServer = NtStatus.Success;
        lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync("bad"u8.ToArray());
            seenByServer = await ReadStatus(server, 3);
            seen = seenByServer.IsSuccess ? NtStatus.Success : await ReadStatus(client, 1);
        });
        Assert.Equal(resets ? NtStatus.ConnectionAborted : NtStatus.Success, seenByServer);
        Assert.Equal(resets ? NtStatus.ConnectionReset : NtStatus.Success, seen);
    }

    [Theory]
    [LabCases]
    public void Scenario49_AllowConnection_EndsTheIndicationsToThisCalloutOnly(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        LabCallout allows = lab.Callout(
            lab.B,
            "STREAM",
            (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                ((StreamCalloutPacket)d!).Action = StreamAction.AllowConnection,
            weight: 0x5000);
        LabCallout other = lab.Callout(lab.B, "STREAM", Permit, weight: 0x4000);
        lab.WithConnection(async (client, server) =>
        {
            for (int i = 0; i < 3; i++)
            {
                await client.WriteAsync(new byte[5]);
                await server.ReadExactlyAsync(new byte[5]);
            }
        });
        Assert.True(allows.Calls <= 2, $"{allows.Calls} calls.");
        Assert.True(other.Calls >= 3, $"{other.Calls} calls.");
    }

    [Theory]
    [LabCases]
    public void Scenario50_Waterfall_LowerCalloutMissesWhatWasBlocked(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        int offset = 0;
        lab.Callout(
            lab.B,
            "STREAM",
            (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                var packet = (StreamCalloutPacket)d!;
                o.Action = FilterActionType.Permit;
                if (packet.DataLength == 0 || packet.DataDirection == InspectionDirection.Outbound)
                {
                    return;
                }

                // Bytes 10 to 19 are taken out, the others pass.
                int part = offset < 10 ? 10 - offset : offset < 20 ? 20 - offset : packet.DataLength;
                packet.BytesEnforced = Math.Min(part, packet.DataLength);
                o.Action = offset is >= 10 and < 20 ? FilterActionType.Block : FilterActionType.Permit;
                offset += packet.BytesEnforced;
            },
            weight: 0x5000);
        List<(string Text, int Missed)> lower = [];
        lab.Callout(
            lab.B,
            "STREAM",
            (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                var packet = (StreamCalloutPacket)d!;
                if (packet.DataLength > 0)
                {
                    byte[] bytes = new byte[packet.DataLength];
                    packet.CopyTo(bytes);
                    lower.Add((Encoding.ASCII.GetString(bytes), packet.MissedBytes));
                }

                o.Action = FilterActionType.Permit;
            });
        lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync("0123456789abcdefghijKLMNO"u8.ToArray());
            byte[] buffer = new byte[15];
            await server.ReadExactlyAsync(buffer);
            Assert.Equal("0123456789KLMNO", Encoding.ASCII.GetString(buffer));
        });
        Assert.Equal("0123456789KLMNO", string.Concat(lower.Select(l => l.Text)));
        Assert.Equal(10, lower.Sum(l => l.Missed));
        Assert.DoesNotContain(lower, l => l.Text.Contains('a', StringComparison.Ordinal));
    }

    [Theory]
    [LabCases]
    public void Scenario50_InjectedByTheUpper_IsSeenByTheLowerAlone(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        LabCallout upper = null!;
        int upperBytes = 0;
        upper = lab.Callout(
            lab.B,
            "STREAM",
            (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                var packet = (StreamCalloutPacket)d!;
                o.Action = FilterActionType.Permit;
                if (packet.DataLength > 0)
                {
                    upperBytes += packet.DataLength;
                    Inject(lab.B.Filters!, upper, m.FlowHandle, StreamInspectionFlags.Receive, "new "u8);
                }
            },
            weight: 0x5000);
        var seen = new StringBuilder();
        lab.Callout(lab.B, "STREAM", (ClassifyValues _, ref ClassifyMetadata _, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var packet = (StreamCalloutPacket)d!;
            byte[] bytes = new byte[packet.DataLength];
            packet.CopyTo(bytes);
            seen.Append(Encoding.ASCII.GetString(bytes));
            o.Action = FilterActionType.Permit;
        });
        lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync("text"u8.ToArray());
            byte[] buffer = new byte[8];
            await server.ReadExactlyAsync(buffer);
            Assert.Equal("new text", Encoding.ASCII.GetString(buffer));
        });
        Assert.Equal(("new text", 4), (seen.ToString(), upperBytes));
    }

    [Theory]
    [LabCases]
    public void Scenario48_Defer_ClosesTheWindowUntilTheStreamIsContinued(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        bool deferring = true;
        ulong flow = 0;
        LabCallout callout = lab.Callout(lab.B, "STREAM", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var packet = (StreamCalloutPacket)d!;
            o.Action = FilterActionType.Permit;
            flow = m.FlowHandle;
            if (deferring && packet.DataDirection == InspectionDirection.Inbound && packet.DataLength > 0)
            {
                packet.Action = StreamAction.Defer;
            }
        });
        lab.WithConnection(async (client, server) =>
        {
            const int Total = 4_000_000;
            long written = 0;
            Task writing = Write();
            await Task.Delay(TimeSpan.FromSeconds(2), lab.Network.TimeProvider);
            Assert.True(written < Total, "The peer's window is closed.");
            deferring = false;
            ushort layer = lab.Layer(lab.B, "STREAM").Id;
            Assert.Equal(NtStatus.Success, lab.B.Filters!.Streams!.Continue(flow, callout.Id, layer));
            Assert.Equal(NtStatus.InvalidDeviceRequest, lab.B.Filters.Streams.Continue(flow, callout.Id, layer));
            byte[] buffer = new byte[Total];
            await server.ReadExactlyAsync(buffer);
            await writing;

            async Task Write()
            {
                byte[] block = new byte[100_000];
                while (written < Total)
                {
                    await client.WriteAsync(block);
                    written += block.Length;
                }
            }
        });
    }

    [Theory]
    [LabCases]
    public void Scenario51_OutOfBand_ClonesBlocksAndInjectsInOrderWithTheEnd(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        LabCallout callout = null!;
        Queue<(byte[] Bytes, StreamInspectionFlags Flags)> worker = [];
        ulong flow = 0;
        callout = lab.Callout(lab.B, "STREAM", (ClassifyValues _, ref ClassifyMetadata m, object? d, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
        {
            var packet = (StreamCalloutPacket)d!;
            o.Action = FilterActionType.Permit;
            if (packet.DataDirection == InspectionDirection.Outbound)
            {
                return;
            }

            flow = m.FlowHandle;
            byte[] bytes = new byte[packet.DataLength];
            packet.CopyTo(bytes);
            worker.Enqueue((bytes, packet.Flags));
            o.Block();
        });
        lab.WithConnection(async (client, server) =>
        {
            await client.WriteAsync("one "u8.ToArray());
            await client.WriteAsync("two"u8.ToArray());
            await client.ShutdownSendAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), lab.Network.TimeProvider);
            while (worker.TryDequeue(out (byte[] Bytes, StreamInspectionFlags Flags) item))
            {
                Inject(lab.B.Filters!, callout, flow, item.Flags, item.Bytes);
            }

            Assert.Equal("one two", Encoding.ASCII.GetString(await ReadAll(server)));
        });
        Assert.Empty(lab.B.Filters!.Contracts.Violations);
    }

    [Theory]
    [LabCases]
    public void MidStream_FilterThatComesLater_LeavesOldConnectionsAloneUnlessItsCalloutJoins(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        bool midStream = false;
        lab.WithConnection(async (client, server) =>
        {
            LabCallout late = lab.Callout(lab.B, "STREAM", Permit);
            LabCallout joins = lab.Callout(
                lab.B,
                "STREAM",
                (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
                {
                    midStream = (m.Flags & IncomingFlags.MidStreamInspection) != 0;
                    o.Action = FilterActionType.Permit;
                },
                flags: CalloutFlags.AllowMidStreamInspection);
            await client.WriteAsync(new byte[5]);
            await server.ReadExactlyAsync(new byte[5]);
            Assert.Equal((0, 1), (late.Calls, joins.Calls));
            Assert.True(midStream);
        });
    }

    [Theory]
    [LabCases]
    public void Scenario52_FlowContext_ConditionalCalloutIsAskedForItsFlowOnly(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        LabCallout stream = lab.Callout(lab.B, "STREAM", Permit, flags: CalloutFlags.ConditionalOnFlow);
        ushort streamLayer = lab.Layer(lab.B, "STREAM").Id;
        List<NtStatus> statuses = [];
        List<ulong> flows = [];
        lab.Callout(
            lab.B,
            "ALE_FLOW_ESTABLISHED",
            (ClassifyValues _, ref ClassifyMetadata m, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) =>
            {
                flows.Add(m.FlowHandle);
                if (flows.Count == 1)
                {
                    statuses.Add(lab.B.Filters!.Callouts.FlowAssociateContext(m.FlowHandle, streamLayer, stream.Id, 42));
                    statuses.Add(lab.B.Filters!.Callouts.FlowAssociateContext(m.FlowHandle, streamLayer, stream.Id, 43));
                }

                o.Continue();
            },
            FilterActionType.CalloutInspection);
        lab.WithConnection(async (first, firstServer) =>
        {
            await first.WriteAsync(new byte[1]);
            await firstServer.ReadExactlyAsync(new byte[1]);
            int calls = stream.Calls;
            Assert.True(calls > 0);
            await using SimTcpListener listener = lab.B.Sockets.Listen(new IpEndpoint(lab.Any, 8));
            ValueTask<SimTcpStream> accept = listener.AcceptAsync();
            await using SimTcpStream second = await lab.A.Sockets.ConnectAsync(new IpEndpoint(lab.B.Address, 8));
            await using SimTcpStream secondServer = await accept;
            await second.WriteAsync(new byte[1]);
            await secondServer.ReadExactlyAsync(new byte[1]);
            Assert.Equal(calls, stream.Calls);

            Assert.Equal(NtStatus.DeviceBusy, lab.B.Filters!.Callouts.Unregister(stream.Key));
            Assert.Empty(stream.Deleted);
            first.Abort();
            await Task.Delay(TimeSpan.FromMilliseconds(20), lab.Network.TimeProvider);
            Assert.Equal([42UL], stream.Deleted);
            Assert.Equal(NtStatus.Success, lab.B.Filters.Callouts.Unregister(stream.Key));
        });
        Assert.Equal([NtStatus.Success, FwpStatus.ObjectNameExists], statuses);
    }

    private static void Permit(
        ClassifyValues values, ref ClassifyMetadata metadata, object? data, RuntimeFilter filter, ulong context, ref ClassifyOut output) =>
        output.Action = FilterActionType.Permit;

    // The pattern of the specification: what is certainly no match passes, a match gives way to its replacement, a part of one waits.
    private static void Replace(FilterEngine engine, LabCallout callout, in ClassifyMetadata metadata, StreamCalloutPacket packet, ref ClassifyOut output)
    {
        ReadOnlySpan<byte> pattern = "cat"u8;
        output.Action = FilterActionType.Permit;
        if (packet.DataLength == 0 || (packet.Flags & (StreamInspectionFlags.Send | StreamInspectionFlags.Receive)) == 0)
        {
            return;
        }

        byte[] bytes = new byte[packet.DataLength];
        packet.CopyTo(bytes);
        int at = bytes.AsSpan().IndexOf(pattern);
        if (at > 0)
        {
            packet.BytesEnforced = at;
        }
        else if (at == 0)
        {
            Inject(engine, callout, metadata.FlowHandle, packet.DataDirection == InspectionDirection.Inbound ? StreamInspectionFlags.Receive : StreamInspectionFlags.Send, "tiger"u8);
            packet.BytesEnforced = pattern.Length;
            output.Action = FilterActionType.Block;
        }
        else if ((output.Flags & ClassifyOutFlags.NoMoreData) == 0)
        {
            int partial = PartialMatch(bytes, pattern);
            if (partial == bytes.Length)
            {
                packet.Action = StreamAction.NeedMoreData;
                packet.BytesRequired = pattern.Length - partial;
                output.Action = FilterActionType.None;
            }
            else if (partial > 0)
            {
                packet.BytesEnforced = bytes.Length - partial;
            }
        }
    }

    private static int PartialMatch(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern)
    {
        for (int length = Math.Min(pattern.Length - 1, bytes.Length); length > 0; length--)
        {
            if (bytes[^length..].SequenceEqual(pattern[..length]))
            {
                return length;
            }
        }

        return 0;
    }

    private static void Inject(FilterEngine engine, LabCallout callout, ulong flow, StreamInspectionFlags flags, ReadOnlySpan<byte> bytes)
    {
        engine.Injection!.Allocate(bytes, out Ndis.NetBufferList? list);
        NtStatus completed = NtStatus.Pending;
        ushort layer = callout.Layer.Id;
        NtStatus status = engine.Injection.StreamInject(callout.Handle, 0, flow, callout.Id, layer, flags, list, bytes.Length, (l, s) =>
        {
            completed = s;
            l?.Free();
        });
        Assert.True(status.IsSuccess, status.Name);
        Assert.Equal(NtStatus.Success, completed);
    }

    private static async Task<byte[]> ReadAll(SimTcpStream stream)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer) is var read && read > 0)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    private static async Task<long> CountAll(SimTcpStream stream)
    {
        long all = 0;
        byte[] buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer) is var read && read > 0)
        {
            all += read;
        }

        return all;
    }

    private static async Task<NtStatus> ReadStatus(SimTcpStream stream, int bytes)
    {
        try
        {
            await stream.ReadExactlyAsync(new byte[bytes]);
            return NtStatus.Success;
        }
        catch (IOException error) when (error.InnerException is SocketStatusException inner)
        {
            return inner.Status;
        }
    }
}
