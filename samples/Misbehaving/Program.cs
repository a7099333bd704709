using Misbehaving;
using Misbehaving.Drivers;
using NetStackSim;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Simulation;

// Ten drivers, each with one bug, and the rule that finds it. Give the name of a rule to see the whole report.
(string Rule, Func<FilterModule, PassThrough> Make)[] lessons =
[
    ("Ownership", module => new SendsTwice(module)),
    ("DataSpaceNotRestored", module => new ForgetsItsHeader(module)),
    ("LeakedContext", module => new ForgetsItsContext(module)),
    ("LockHeldAcrossCall", module => new SendsUnderALock(module)),
    ("OutOfBandTruth", module => new ClaimsUdp(module)),
    ("NdisFilterTimedDataSend", module => new KeepsASend(module)),
    ("NdisFilterTimedDataReceive", module => new KeepsAReceive(module)),
    ("NdisTimedOidComplete", module => new NeverAnswers(module)),
    ("NdisFilterTimedPauseComplete", module => new NeverPauses(module)),
    ("CancelTimerObject", module => new ForgetsItsTimer(module)),
];

int wrong = 0;
foreach ((string rule, Func<FilterModule, PassThrough> make) in lessons)
{
    if (args.Length > 0 && args[0] != rule)
    {
        continue;
    }

    (BugCheckException? stop, string report) = Run(make);
    string found = stop is null ? "nothing" : stop.ReportText.Split(':')[0];
    wrong += found == rule ? 0 : 1;
    Console.WriteLine(args.Length > 0 ? report : $"{rule,-30} {(found == rule ? "found" : $"NOT found, but {found}")}: {stop?.Culprit}");
}

return wrong;

// A host with the driver: a ping, a request, a minute of quiet, a pause, the end. Somewhere on the way the verifier stops it.
static (BugCheckException? Stop, string Report) Run(Func<FilterModule, PassThrough> make)
{
    var network = new SimNetwork(seed: 1);
    SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24").Filter(new Driver(make), "bad"));
    SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
    network.Connect(alice, bob, new LinkOptions { DelayNs = 500_000 });
    try
    {
        network.Run(async () => await alice.PingAsync(bob.Address));
        alice.Adapters[0].Bindings[0].OidRequest(OidRequest.Query(Oid.GenStatistics, NdisStatistics.Size));
        network.RunFor(TimeSpan.FromMinutes(1));
        alice.Ndis.PauseStack(alice.Adapters[0]);
        network.RunFor(TimeSpan.FromMinutes(1));
        network.Shutdown();
        network.Dispose();
        return (null, "Nothing was found.");
    }
    catch (BugCheckException stop)
    {
        // The host is dead, as after a blue screen: it is not shut down, it is looked at.
        return (stop, alice.Ndis.Analyze(stop).ToString());
    }
}
