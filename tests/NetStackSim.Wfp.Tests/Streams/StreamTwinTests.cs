using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Tests.Streams;

/// <summary>The stream engine against its naive twin: random callouts in one to four sublayers, random cuts of the bytes, random answers.</summary>
public sealed class StreamTwinTests
{
    private const int Runs = 400;
    private const int Steps = 40;

    [Fact]
    public void Stream_RandomActionsAndCuts_EqualsTheReference() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Runs),
            Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<ulong>>(), static seed => new World(seed.Item).Agree()));

    private sealed class World
    {
        private readonly EngineHost _host;
        private readonly RandomStream _random;
        private readonly FlowRecord _flow;
        private readonly EngineLayer _layer;
        private readonly Connection _connection = new();
        private readonly Guest[] _guests;
        private readonly ReferenceStream _inbound;
        private readonly ReferenceStream _outbound;
        private readonly List<string> _expected = [];
        private readonly bool[] _released;
        private readonly int[] _absorbed = new int[2];
        private readonly bool[] _ended = new bool[2];
        private readonly ulong _seed;
        private byte _next;

        internal World(ulong seed)
        {
            _seed = seed;
            _random = new RandomStream(seed);
            int limit = 20 + _random.Next(60);
            _host = new EngineHost(semantics: new WfpSemantics { StreamBufferLimit = limit });
            _layer = Engine.Layer(LayerId.StreamV4);
            _flow = Engine.Flows.Begin();
            _guests = new Guest[1 + _random.Next(4)];
            _released = new bool[_guests.Length];
            for (int i = 0; i < _guests.Length; i++)
            {
                _guests[i] = new Guest(this, i, _random.NextUInt64());
                Register(_guests[i], (ushort)(0x8000 - i));
            }

            _inbound = Twin(isInbound: true, limit);
            _outbound = Twin(isInbound: false, limit);
            Streams.Open(_flow, _layer, _connection, out bool isNew, out _);
            Assert.True(isNew);
        }

        private FilterEngine Engine => _host.Engine;

        private StreamEngine Streams => Engine.Streams!;

        private List<string> Calls { get; } = [];

        internal bool Agree()
        {
            for (int step = 0; step < Steps && !_inbound.IsDropped && !_outbound.IsDropped; step++)
            {
                Step();
                Compare(step);
            }

            Engine.Flows.End(_flow);
            Assert.Empty(Engine.Contracts.Violations);
            return true;
        }

        private void Step()
        {
            InspectionDirection direction = (InspectionDirection)_random.Next(2);
            ReferenceStream twin = direction == InspectionDirection.Inbound ? _inbound : _outbound;
            int deferred = Array.IndexOf(twin.Deferred, true);
            int draw = _random.Next(20);
            if (deferred >= 0 && draw < 8)
            {
                Assert.Equal(NtStatus.Success, Streams.Continue(_flow.Id, _guests[deferred].Id, _layer.Schema.Id));
                twin.Continue(deferred);
            }
            else if (deferred >= 0 && draw < 12)
            {
                InjectOutside(deferred, twin);
            }
            else if (draw == 19 && !_ended[(int)direction])
            {
                _ended[(int)direction] = true;
                bool passes = Indicate(direction, [], isEnd: true);
                twin.FeedEnd();
                _connection.Ends[(int)direction] |= passes;
            }
            else if (!_ended[(int)direction])
            {
                Send(direction, twin);
            }
        }

        private void Send(InspectionDirection direction, ReferenceStream twin)
        {
            byte[] bytes = new byte[1 + _random.Next(_random.Next(4) == 0 ? 50 : 9)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = _next++ is var b && b < 200 ? b : _next = 0;
            }

            if (Indicate(direction, bytes, isEnd: false))
            {
                _connection.Outputs[(int)direction].AddRange(bytes);
            }

            twin.Feed(bytes);
        }

        private void InjectOutside(int by, ReferenceStream twin)
        {
            byte[] bytes = [250, 251];
            NetBufferList list = Make(bytes);
            InjectionHandle handle = Engine.Injection!.CreateHandle(null, InjectionTypes.Stream, out _)!;
            Assert.Equal(
                NtStatus.Success,
                Engine.Injection.StreamInject(handle, 0, _flow.Id, _guests[by].Id, _layer.Schema.Id, StreamInspectionFlags.Receive, list, 2, (l, _) => Engine.Injection.Free(l)));
            twin.Inject(by, bytes);
        }

        private bool Indicate(InspectionDirection direction, byte[] bytes, bool isEnd)
        {
            bool inbound = direction == InspectionDirection.Inbound;
            StreamInspectionFlags flags = inbound ? StreamInspectionFlags.Receive : StreamInspectionFlags.Send;
            flags |= !isEnd ? 0 : inbound ? StreamInspectionFlags.ReceiveDisconnect : StreamInspectionFlags.SendDisconnect;
            NetBufferList? list = isEnd ? null : Make(bytes);
            InspectionVerdict verdict = Streams.Indicate(_flow, direction, list, bytes.Length, flags, new ClassifyMetadata { Flow = _flow, FlowHandle = _flow.Id });
            if (list is not null)
            {
                Engine.Injection!.Free(list);
            }

            _absorbed[(int)direction] += verdict.Action == InspectionAction.Absorb ? bytes.Length : 0;
            return verdict.Action == InspectionAction.Permit;
        }

        private void Compare(int step)
        {
            string where = $"seed {_seed}, step {step}";
            Assert.Equal(_expected.Prepend(where), Calls.Prepend(where));
            Assert.Equal((where, _inbound.IsDropped || _outbound.IsDropped), (where, _connection.IsDropped));
            if (_connection.IsDropped)
            {
                return;
            }

            Compare(where, InspectionDirection.Inbound, _inbound);
            Compare(where, InspectionDirection.Outbound, _outbound);

            // What the engine took and nobody defers costs the peer no window.
            bool defers = Array.IndexOf(_inbound.Deferred, true) >= 0;
            Assert.True(defers ? _connection.Opened <= _absorbed[(int)InspectionDirection.Inbound] : _connection.Opened == _absorbed[(int)InspectionDirection.Inbound], where);
        }

        private void Compare(string where, InspectionDirection direction, ReferenceStream twin)
        {
            Assert.Equal($"{where}: {Convert.ToHexString([.. twin.Output])}", $"{where}: {Convert.ToHexString([.. _connection.Outputs[(int)direction]])}");
            Assert.Equal((where, direction, twin.HasEnded), (where, direction, _connection.Ends[(int)direction]));
        }

        private ReferenceStream Twin(bool isInbound, int limit)
        {
            StreamScript[] scripts = [.. _guests.Select(g => new StreamScript(g.Seed + (isInbound ? 1UL : 0), isInbound))];
            return new ReferenceStream(scripts, _expected, limit, at => _released[at], at =>
            {
                _released[at] = true;
                (isInbound ? _outbound : _inbound).Released(at);
            });
        }

        private NetBufferList Make(byte[] bytes)
        {
            Assert.True(Engine.Injection!.Allocate(bytes, out NetBufferList? list).IsSuccess);
            return list!;
        }

        private void Register(Guest guest, ushort weight)
        {
            EngineSession session = Engine.Open();
            Guid key = new(guest.Index + 1, 9, 9, new byte[8]);
            Assert.True(Engine.Callouts.Register(key, guest, CalloutFlags.None, out uint id).IsSuccess);
            guest.Id = id;
            guest.Handle = Engine.Injection!.CreateHandle(null, InjectionTypes.Stream, out _)!;
            Assert.True(session.CalloutAdd(new Callout { Key = key, Name = "guest", ApplicableLayer = _layer.Schema.Key }, out _).IsSuccess);
            Assert.True(session.SubLayerAdd(new SubLayer { Name = "guest", Weight = weight }, out Guid subLayer).IsSuccess);
            Filter filter = new() { Name = "guest", LayerKey = _layer.Schema.Key, SubLayerKey = subLayer, Action = FilterActionType.CalloutUnknown, CalloutKey = key };
            Assert.True(session.FilterAdd(filter, out _).IsSuccess);
        }

        /// <summary>A callout that answers as its scripts say.</summary>
        private sealed class Guest(World world, int index, ulong seed) : ICallout
        {
            private readonly StreamScript _inbound = new(seed + 1, isInbound: true);
            private readonly StreamScript _outbound = new(seed, isInbound: false);

            internal int Index => index;

            internal ulong Seed => seed;

            internal uint Id { get; set; }

            internal InjectionHandle Handle { get; set; } = null!;

            public void Classify(
                ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
            {
                var packet = (StreamCalloutPacket)layerData!;
                byte[] bytes = new byte[packet.DataLength];
                packet.CopyTo(bytes);
                bool isFull = (output.Flags & ClassifyOutFlags.BufferLimitReached) != 0;
                bool isLast = (output.Flags & ClassifyOutFlags.NoMoreData) != 0;
                world.Calls.Add(ReferenceStream.Describe(index, bytes, packet.MissedBytes, isFull, isLast, packet.DataLength == 0));
                bool inbound = packet.DataDirection == InspectionDirection.Inbound;
                StreamAnswer answer = (inbound ? _inbound : _outbound).Next(packet.DataLength, isFull || isLast);
                Inject(answer.Injected, inbound);
                Write(answer, packet, ref output);
            }

            private static void Write(in StreamAnswer answer, StreamCalloutPacket packet, ref ClassifyOut output)
            {
                packet.BytesEnforced = answer.Kind is StreamAnswerKind.Permit or StreamAnswerKind.Block ? answer.Bytes : 0;
                packet.BytesRequired = answer.Kind == StreamAnswerKind.NeedMore ? answer.Bytes : 0;
                output.Action = answer.Kind switch
                {
                    StreamAnswerKind.Permit => FilterActionType.Permit,
                    StreamAnswerKind.Block => FilterActionType.Block,
                    StreamAnswerKind.Continue => FilterActionType.Continue,
                    _ => FilterActionType.None,
                };
                packet.Action = answer.Kind switch
                {
                    StreamAnswerKind.NeedMore => StreamAction.NeedMoreData,
                    StreamAnswerKind.Defer => StreamAction.Defer,
                    StreamAnswerKind.Allow => StreamAction.AllowConnection,
                    StreamAnswerKind.Drop => StreamAction.DropConnection,
                    _ => StreamAction.None,
                };
            }

            private void Inject(byte[] bytes, bool inbound)
            {
                if (bytes.Length == 0)
                {
                    return;
                }

                PacketInjection packets = world.Engine.Injection!;
                StreamInspectionFlags flags = inbound ? StreamInspectionFlags.Receive : StreamInspectionFlags.Send;
                Assert.Equal(
                    NtStatus.Success,
                    packets.StreamInject(Handle, 0, world._flow.Id, Id, world._layer.Schema.Id, flags, world.Make(bytes), bytes.Length, (l, _) => packets.Free(l)));
            }
        }

        /// <summary>The connection below: what came through in each direction.</summary>
        private sealed class Connection : IInspectedStream
        {
            internal List<byte>[] Outputs { get; } = [[], []];

            internal bool[] Ends { get; } = new bool[2];

            internal int Opened { get; private set; }

            internal bool IsDropped { get; private set; }

            public ulong EstablishedUnder => ulong.MaxValue;

            public bool CanSend => true;

            public void DeliverReceived(ref NetBufferListChain lists, int bytes)
            {
                byte[] all = new byte[bytes];
                int at = 0;
                foreach (NetBufferList list in lists)
                {
                    at += list.FirstNetBuffer.CopyTo(0, all.AsSpan(at));
                }

                Assert.Equal(bytes, at);
                Outputs[(int)InspectionDirection.Inbound].AddRange(all);
                while (lists.RemoveFirst() is { } list)
                {
                    NetBufferListChain one = new(list);
                    list.Owner!.SendComplete(ref one);
                }
            }

            public void ReleaseReceived(int bytes) => Opened += bytes;

            public void DeliverDisconnect() => Ends[(int)InspectionDirection.Inbound] = true;

            public NtStatus QueueSend(InspectorSend send)
            {
                Outputs[(int)InspectionDirection.Outbound].AddRange(send.Mdl!.Span[..(int)send.Length]);
                send.Complete();
                return NtStatus.Pending;
            }

            public void QueueDisconnect() => Ends[(int)InspectionDirection.Outbound] = true;

            public void Drop() => IsDropped = true;
        }
    }
}
