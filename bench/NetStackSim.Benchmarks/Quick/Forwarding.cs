using NetStackSim.Nic;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>A router between two cards: 92-byte packets in chains of 32, in thousands per CPU-second, through both miniport edges.</summary>
internal static class Forwarding
{
    private const int Chain = 32;
    private const int Packets = 320_000;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        using var network = new SimNetwork(new SimNetworkOptions { Verifier = false, DigestFrames = false });
        SimHost router = network.AddHost("router", host => host
            .Adapter(new VirtualNicOptions { Offloads = new OffloadCapabilities() }).Address("10.0.0.1/24")
            .Adapter(new VirtualNicOptions { Offloads = new OffloadCapabilities() }).Address("10.0.1.1/24")
            .Forwarding());
        var near = new End("near", new MacAddress(0x0200_0000_0A01));
        var far = new End("far", new MacAddress(0x0200_0000_0A02));
        Wire.Connect(near, router.Nics[0]);
        Wire.Connect(far, router.Nics[1]);
        router.Stack.AddNeighbour(router.Stack.Interfaces[2], IpAddress.Parse("10.0.1.2"), far.Address);
        byte[] packet = Packet(near.Address, router.Nics[0].MacAddress);

        double Run()
        {
            long before = far.Frames;
            for (int sent = 0; sent < Packets; sent += Chain)
            {
                near.Send(network.Wire.Frames, packet, Chain);
                network.Loop.RunUntilIdle(long.MaxValue);
            }

            return far.Frames - before == Packets ? Packets / 1e3 : throw new InvalidOperationException($"{far.Frames - before} of {Packets} were forwarded.");
        }

        yield return new("ip.forward", CpuMeter.Rate(Run), "k/s");
    }

    private static byte[] Packet(MacAddress from, MacAddress to) => PacketBuilder.Allocate()
        .Ethernet(to, from)
        .IPv4(IpAddress.Parse("10.0.0.2"), IpAddress.Parse("10.0.1.2"))
        .Udp(1000, 2000)
        .Payload(new byte[92 - 28])
        .ToArray();

    /// <summary>The end of a cable: sends the same packet over and over, and counts what arrives.</summary>
    private sealed class End(string name, MacAddress address) : IWirePort
    {
        public string Name => name;

        public MacAddress Address => address;

        public IWirePort? Peer { get; set; }

        public WireCapabilities Capabilities => WireCapabilities.SingleFrames;

        public long Frames { get; private set; }

        public void Receive(ref FrameChain frames)
        {
            Frames += frames.Count;
            frames.ReleaseAll();
        }

        public void OnLinkStateChanged(bool up)
        {
        }

        public void Send(FramePool pool, byte[] packet, int count)
        {
            FrameChain chain = default;
            for (int i = 0; i < count && pool.TryRent(packet.Length, out Frame? frame); i++)
            {
                frame.Length = packet.Length;
                packet.CopyTo(frame.Data);
                chain.Add(frame);
            }

            Peer!.Receive(ref chain);
        }
    }
}
