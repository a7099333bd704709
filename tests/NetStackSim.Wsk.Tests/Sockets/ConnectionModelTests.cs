using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>Any order of requests, acknowledgments, ends of either side, cancels and failures: every IRP completes once, the close last, no event follows it, nothing leaks.</summary>
public sealed class ConnectionModelTests
{
    private enum Step
    {
        Send,
        Receive,
        WaitAll,
        Acknowledge,
        Deliver,
        Disconnect,
        DisconnectWithData,
        Abort,
        Fin,
        Reset,
        Timeout,
        DisconnectCompleted,
        Cancel,
        Backlog,
        Silence,
        NoMemory,
        Run,
    }

    [Fact]
    public void RandomUse_EveryRequestEndsOnce()
    {
        Gen<(Step, int)[]> steps = Gen.Zip(Gen.Elements(Enum.GetValues<Step>()), Gen.Choose(0, 3000)).ArrayOf();
        Gen<int> end = Gen.Choose(0, 3);
        Prop.ForAll(Gen.Zip(steps, end).ToArbitrary(), run => new Client().Run(run.Item1, run.Item2))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(60));
    }

    [Fact]
    public void TransportRemoved_AfterAReset_TellsNoSecondOne()
    {
        using WskHarness host = new();
        ConnectionEvents events = new();
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(events, WskEventMask.Disconnect);
        stream.Reset();
        host.Loop.Run(async () => await host.Module.DeregisterAsync());
        Assert.Equal(["disconnect abortive"], events.Log);
        host.CloseNow(socket);
    }

    private sealed class Client : IWskConnectionEvents
    {
        private readonly List<TestRequest> _requests = [];
        private bool _isClosing;
        private bool _isOver;
        private bool _peerEnded;
        private int _graceful;
        private int _abortive;

        public void Run((Step Step, int Value)[] steps, int end)
        {
            using WskHarness host = new();
            (WskConnectionSocket socket, FakeStream stream) = host.Connect(this, WskEventMask.Disconnect | WskEventMask.SendBacklog);
            stream.CompletesDisconnects = false;
            foreach ((Step step, int value) in steps)
            {
                Do(host, socket, stream, step, value);
            }

            End(host, socket, stream, end);
            host.Loop.RunUntilIdle();
            Assert.All(_requests, request => Assert.Equal(1, request.Completions));
            Assert.InRange(_graceful, 0, 1);
            Assert.InRange(_abortive, 0, 1);
            Assert.Equal("close Success 0", host.Log[^1]);
            Assert.Equal(0, socket.OutstandingSendBytes);
        }

        public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
        {
            Assert.False(_isClosing);
            return NtStatus.Success;
        }

        public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags)
        {
            Assert.False(_isClosing);
            _graceful += (flags & WskEventFlags.Abortive) == 0 ? 1 : 0;
            _abortive += (flags & WskEventFlags.Abortive) != 0 ? 1 : 0;
            return NtStatus.Success;
        }

        public NtStatus SendBacklog(WskConnectionSocket socket, long idealBacklogSize)
        {
            Assert.False(_isClosing);
            return NtStatus.Success;
        }

        private void Do(WskHarness host, WskConnectionSocket socket, FakeStream stream, Step step, int value)
        {
            switch (step)
            {
                case Step.Send:
                    _requests.Add(host.Send(socket, value));
                    break;
                case Step.Receive:
                    _requests.Add(host.Receive(socket, new byte[value + 1]));
                    break;
                case Step.WaitAll:
                    _requests.Add(host.Receive(socket, new byte[value + 1], WskReceiveFlags.WaitAll));
                    break;
                case Step.Acknowledge:
                    stream.Acknowledge((value % 3) + 1);
                    break;
                case Step.Deliver when !_isOver && !_peerEnded:
                    stream.Deliver((value % 1460) + 1);
                    break;
                case Step.Disconnect:
                    _requests.Add(host.Disconnect(socket));
                    break;
                case Step.DisconnectWithData:
                    _requests.Add(host.Disconnect(socket, bytes: value + 1));
                    break;
                case Step.Abort:
                    TestRequest abort = host.Disconnect(socket, WskDisconnectFlags.Abortive);
                    _isOver |= abort.IsDone && abort.Status.IsSuccess;
                    _requests.Add(abort);
                    break;
                case Step.Fin when !_isOver && !_peerEnded:
                    _peerEnded = true;
                    stream.Fin();
                    break;
                case Step.Reset or Step.Timeout when !_isOver:
                    _isOver = true;
                    stream.Reset(step == Step.Reset ? NtStatus.ConnectionReset : NtStatus.IoTimeout);
                    break;
                case Step.DisconnectCompleted:
                    stream.DisconnectCompleted(value % 2 == 0 ? NtStatus.Success : NtStatus.ConnectionReset);
                    break;
                case Step.Cancel when _requests.FindAll(request => !request.IsDone) is { Count: > 0 } pending:
                    pending[value % pending.Count].Irp.CancelIrp();
                    break;
                case Step.Backlog:
                    stream.Backlog(value);
                    break;
                case Step.Silence when value % 10 == 0:
                    host.Ioctl(socket, WskSocketOption.SetTcpSilentMode);
                    break;
                case Step.NoMemory:
                    host.Wsk.Pools.Sends.Quota = value % 2 == 0 ? 0 : null;
                    break;
                case Step.Run:
                    host.Loop.RunUntilIdle();
                    break;
            }
        }

        private void End(WskHarness host, WskConnectionSocket socket, FakeStream stream, int how)
        {
            if (how == 3)
            {
                host.Loop.Run(async () => await host.Module.DeregisterAsync());
            }

            stream.ClosesAtOnce = how != 1;
            _isClosing = true;
            TestRequest close = host.Close(socket);
            if (how == 1)
            {
                stream.FinishClose();
            }

            host.Loop.RunUntilIdle();
            close.Ended(NtStatus.Success);
        }
    }
}
