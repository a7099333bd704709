using NetStackSim.Wfp;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>One connection that carries bulk data from host A to host B.</summary>
internal sealed class BulkRun : IDisposable
{
    private readonly TwoHosts _hosts;
    private readonly BulkSender _sender;
    private readonly CopyingReceiver? _copying;
    private readonly RetainingReceiver? _retaining;
    private long _expected;
    private long _copied;
    private long _calls;
    private long _lists;
    private long _receiveCalls;
    private long _receivedLists;

    public BulkRun(int mtu, bool offloads, bool copies)
    {
        _hosts = new TwoHosts(mtu, offloads);
        (WskConnectionSocket client, WskConnectionSocket server) = _hosts.Connect();
        _sender = new BulkSender(client, _hosts.A.Kernel);
        if (copies)
        {
            _copying = new CopyingReceiver(server, _hosts.B.Kernel);
        }
        else
        {
            _retaining = new RetainingReceiver(server);
        }
    }

    /// <summary>The host that receives.</summary>
    public SimHost Receiver => _hosts.B;

    /// <summary>Bytes that the stacks of both hosts have copied since <see cref="Reset"/>.</summary>
    public long StackBytesCopied => StackBytes - _copied;

    /// <summary>Mean length of the chains that host A sent since <see cref="Reset"/>.</summary>
    public double SentChain => (_hosts.FilterA.SentLists - _lists) / (double)(_hosts.FilterA.SendCalls - _calls);

    /// <summary>Mean length of the chains that host B received since <see cref="Reset"/>.</summary>
    public double ReceivedChain => (_hosts.FilterB.ReceivedLists - _receivedLists) / (double)(_hosts.FilterB.ReceiveCalls - _receiveCalls);

    private long StackBytes => _hosts.A.Kernel.Copies.StackBytes + _hosts.B.Kernel.Copies.StackBytes;

    /// <summary>Starts the counters anew.</summary>
    public void Reset()
    {
        _copied = StackBytes;
        _calls = _hosts.FilterA.SendCalls;
        _lists = _hosts.FilterA.SentLists;
        _receiveCalls = _hosts.FilterB.ReceiveCalls;
        _receivedLists = _hosts.FilterB.ReceivedLists;
    }

    /// <summary>Adds filters to both hosts that the transfer misses: each for a remote address of its own.</summary>
    public void AddFilters(IEnumerable<LayerId> layers, int count)
    {
        foreach (SimHost host in new[] { _hosts.A, _hosts.B })
        {
            using EngineSession session = host.Filters!.Open();
            session.TransactionBegin();
            foreach (LayerId layer in layers)
            {
                for (int i = 0; i < count; i++)
                {
                    Filter filter = new()
                    {
                        Name = "f",
                        LayerKey = host.Filters.Catalog.Get(layer).Key,
                        Action = FilterActionType.Block,
                        Conditions = [new FilterCondition(FieldKeys.IpRemoteAddress, FwpMatchType.Equal, FwpValue.UInt32(0x1400_0000u + (uint)i))],
                    };
                    session.FilterAdd(filter, out _);
                }
            }

            session.TransactionCommit();
        }
    }

    /// <summary>Moves bytes and checks that they arrived.</summary>
    /// <returns>Gbit of payload.</returns>
    public double Transfer(long bytes)
    {
        _expected += bytes;
        _sender.Start(bytes);
        _hosts.Network.Loop.RunUntilIdle(long.MaxValue);
        long received = _copying?.Bytes ?? _retaining!.Bytes;
        if (received != _expected)
        {
            throw new InvalidOperationException($"{received} of {_expected} bytes arrived.");
        }

        return bytes * 8 / 1e9;
    }

    public void Dispose() => _hosts.Dispose();
}
