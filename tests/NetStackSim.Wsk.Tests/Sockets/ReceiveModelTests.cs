using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Any sequence of deliveries, answers of the receive event, requests, cancels and releases keeps the byte order and the window exact.</summary>
public sealed class ReceiveModelTests
{
    private enum Step
    {
        Deliver,
        DeliverSplit,
        Answer,
        Receive,
        WaitAll,
        Rearm,
        Cancel,
        Release,
        Toggle,
        Nest,
        Run,
        Starve,
    }

    [Fact]
    public void RandomUse_KeepsBytesAndWindowExact()
    {
        Gen<(Step, int)[]> steps = Gen.Zip(Gen.Elements(Enum.GetValues<Step>()), Gen.Choose(0, 4000)).ArrayOf();
        Gen<int> end = Gen.Choose(0, 3);
        Prop.ForAll(Gen.Zip(steps, end).ToArbitrary(), run => Run(run.Item1, run.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(120));
    }

    private static void Run((Step Step, int Value)[] steps, int end)
    {
        using WskHarness host = new();
        Client client = new(host);
        foreach ((Step step, int value) in steps)
        {
            client.Do(step, value);
        }

        client.End(end);
    }

    /// <summary>A client that takes bytes in every way there is and checks each one against the stream 0, 1, 2, ...</summary>
    private sealed class Client : IWskConnectionEvents
    {
        private readonly WskHarness _host;
        private readonly WskConnectionSocket _socket;
        private readonly FakeStream _stream;
        private readonly Queue<(NtStatus Status, int Accepted)> _answers = new();
        private readonly Queue<WskDataIndication> _retained = new();
        private readonly List<TestRequest> _requests = [];
        private long _taken;
        private bool _isOn = true;
        private bool _nests;

        public Client(WskHarness host)
        {
            _host = host;
            (_socket, _stream) = host.Connect(this, WskEventMask.Receive | WskEventMask.Disconnect);
        }

        public int Disconnects { get; private set; }

        public void Do(Step step, int value)
        {
            switch (step)
            {
                case Step.Deliver:
                    _stream.Deliver(Sizes(value));
                    break;
                case Step.DeliverSplit:
                    _stream.DeliverIn((value % 5) + 1, Sizes(value));
                    break;
                case Step.Answer:
                    _answers.Enqueue((value % 3) switch
                    {
                        0 => (NtStatus.Pending, 0),
                        1 => (NtStatus.DataNotAccepted, 0),
                        _ => (NtStatus.Success, value),
                    });
                    break;
                case Step.Receive:
                    Receive(value, WskReceiveFlags.None);
                    break;
                case Step.WaitAll:
                    Receive(value, WskReceiveFlags.WaitAll);
                    break;
                case Step.Rearm:
                    _host.Receive(_socket, []).Ended(NtStatus.Success);
                    break;
                case Step.Cancel when _requests.Find(request => !request.IsDone) is { } request:
                    request.Irp.CancelIrp();
                    break;
                case Step.Release when _retained.TryDequeue(out WskDataIndication? data):
                    Assert.Equal(NtStatus.Success, _socket.Release(data));
                    break;
                case Step.Toggle:
                    WskHarness.Control(_socket, WskEventMask.Receive | (_isOn ? WskEventMask.Disable : 0), null);
                    _isOn = !_isOn;
                    break;
                case Step.Nest:
                    _nests = true;
                    break;
                case Step.Run:
                    _host.Loop.RunUntilIdle();
                    break;
                case Step.Starve:
                    _host.Wsk.Pools.Indications.Quota = value % 2 == 0 ? value % 3 : null;
                    break;
            }

            Check();
        }

        public void End(int how)
        {
            switch (how)
            {
                case 0:
                    _stream.Fin();
                    break;
                case 1:
                    _stream.Reset();
                    break;
                case 2:
                    _host.Disconnect(_socket, WskDisconnectFlags.Abortive).Ended(NtStatus.Success);
                    break;
            }

            while (_retained.TryDequeue(out WskDataIndication? data))
            {
                Assert.Equal(NtStatus.Success, _socket.Release(data));
            }

            _host.CloseNow(_socket);
            _host.Loop.RunUntilIdle();
            Assert.All(_requests, request => Assert.Equal(1, request.Completions));
            Assert.True(Disconnects <= 1);
            Assert.Equal(_stream.DeliveredBytes, _stream.ReturnedBytes);
        }

        public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
        {
            if (_nests)
            {
                _nests = false;
                _stream.Deliver(17);
            }

            (NtStatus status, int accepted) = _answers.TryDequeue(out (NtStatus, int) answer) ? answer : (NtStatus.Success, bytesIndicated);
            int taken = status == NtStatus.Pending ? bytesIndicated : status == NtStatus.Success ? Math.Min(accepted, bytesIndicated) : 0;
            Take(WskData.Read(data).AsSpan(0, taken));
            bytesAccepted = accepted;
            if (status == NtStatus.Pending)
            {
                _retained.Enqueue(data!);
            }

            return status;
        }

        public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags)
        {
            Disconnects++;
            return NtStatus.Success;
        }

        private void Receive(int size, WskReceiveFlags flags)
        {
            byte[] buffer = new byte[size + 1];
            TestRequest request = _host.New("receive");
            request.Then = done => Take(buffer.AsSpan(0, done.Information));
            _requests.Add(request);
            request.Call = _socket.Receive(new WskBuffer(Mdl.Over(buffer), 0, buffer.Length), flags, request.Irp);
        }

        private void Take(ReadOnlySpan<byte> bytes)
        {
            Assert.True(bytes.SequenceEqual(FakeStream.Pattern(_taken, bytes.Length)), $"Bytes at {_taken} are out of order.");
            _taken += bytes.Length;
        }

        private void Check()
        {
            // What was not returned is in the socket, in a half filled request, or with the client.
            Assert.True(_stream.OutstandingBytes >= _socket.ReceiveBacklog);
            Assert.True(_taken <= _stream.DeliveredBytes);
        }

        private static int[] Sizes(int value) => value < 1500 ? [value + 1] : [(value % 700) + 1, (value % 1300) + 1, 1];
    }
}
