using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.Scenarios;

/// <summary>Two hosts with two VLANs over one cable each: the same switch carries both, and neither sees the other.</summary>
public sealed class MuxScenario : Scenario
{
    private const int EchoBytes = 200_000;

    private static readonly int[] Vlans = [10, 20];

    /// <inheritdoc/>
    public override string Name => "mux";

    /// <inheritdoc/>
    public override string Summary => "VLANs 10 and 20 over one adapter by an intermediate driver: echo over both families in each, and no way from one to the other.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.0.10.1, 10.0.20.1 -- switch -- bob 10.0.10.2, 10.0.20.2 (and fd10, fd20)";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(3);

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Switch lan = network.AddSwitch("switch", new SwitchOptions { ForwardingDelayNs = 2_000 });
        LinkOptions cable = new() { DelayNs = 10_000, BitsPerSecond = 1_000_000_000 };
        network.Connect(AddHost(network, "alice", 1), lan, cable);
        network.Connect(AddHost(network, "bob", 2), lan, cable);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (SimHost alice, SimHost bob) = (run.Host("alice"), run.Host("bob"));
        await using EchoService echo = EchoService.Start(bob.Kernel);
        foreach (int vlan in Vlans)
        {
            foreach (string address in (string[])[$"10.0.{vlan}.2", $"fd{vlan}::2"])
            {
                IpAddress server = IpAddress.Parse(address);
                long good = await EchoClient.RunAsync(alice, new IpEndpoint(server, EchoService.DefaultPort), EchoBytes);
                run.Report($"vlan{vlan}.{server.Family}.bytes", good);
                run.Check(good == EchoBytes, $"{good} of {EchoBytes} bytes came back right from {server}.");
            }
        }

        await CheckIsolationAsync(run, alice, bob);
    }

    // Bob has the address, in the other VLAN: a question that goes out tagged 10 is not heard in VLAN 20.
    private static async Task CheckIsolationAsync(ScenarioRun run, SimHost alice, SimHost bob)
    {
        IpAddress stranger = IpAddress.Parse("10.0.10.99");
        NtStatus added = bob.Stack.AddAddress(bob.InterfaceOf(bob.Ndis.FindAdapter("bob/eth0.20")!), new IpPrefix(stranger, 24), skipDad: true);
        run.Check(added.IsSuccess, "The address was refused.");
        EchoReply reply = await alice.PingAsync(stranger);
        run.Report("isolation.replies", reply.Status.IsSuccess ? 1 : 0);
        run.Check(!reply.Status.IsSuccess, "An address of VLAN 20 answered in VLAN 10.");
    }

    private static SimHost AddHost(SimNetwork network, string name, int number) => network.AddHost(name, host => host
        .Vlan(10).Address($"10.0.10.{number}/24").Address($"fd10::{number}/64")
        .Vlan(20).Address($"10.0.20.{number}/24").Address($"fd20::{number}/64"));
}
