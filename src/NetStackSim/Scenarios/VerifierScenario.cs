using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>A filter driver with two bugs that nobody would notice, under the verifier: both are found, named and explained while the traffic goes on.</summary>
public sealed class VerifierScenario : Scenario
{
    private const int EchoBytes = 10_000;

    /// <inheritdoc/>
    public override string Name => "verifier";

    /// <inheritdoc/>
    public override string Summary => "A filter on alice forgets context on lists and claims UDP of TCP frames; the verifier names it, the rules and the lists.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.0.0.1 (filter 'badfilter') -- bob 10.0.0.2";

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24").Filter(new MisbehavingFilterDriver(), "badfilter"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000 });
        if (alice.Kernel.Verifier is { } verifier)
        {
            // A lab wants to see all that is wrong; a test would leave this on and stop at the first.
            verifier.StopsOnViolation = false;
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (SimHost alice, SimHost bob) = (run.Host("alice"), run.Host("bob"));
        await using EchoService echo = EchoService.Start(bob.Kernel);
        long good = await EchoClient.RunAsync(alice, new IpEndpoint(bob.Address, EchoService.DefaultPort), EchoBytes);
        run.Report("echo.bytes", good);
        run.Check(good == EchoBytes, $"{good} of {EchoBytes} bytes came back right.");
        if (alice.Kernel.Verifier is { } verifier)
        {
            Explain(run, alice.Ndis, verifier);
        }
    }

    private static void Explain(ScenarioRun run, NdisRuntime ndis, Verifier verifier)
    {
        foreach (VerifierRule rule in (VerifierRule[])[NdisVerifierRules.OutOfBandTruth, NdisVerifierRules.LeakedContext])
        {
            VerifierViolation[] found = [.. verifier.Violations.Where(violation => violation.Rule == rule)];
            run.Check(found.Length > 0, $"Rule {rule} was not broken.");
            if (found.Length > 0)
            {
                run.Check(found[0].Culprit.Contains("badfilter", StringComparison.Ordinal), $"Rule {rule} names {found[0].Culprit}.");
                run.Note(ndis.Analyze(found[0]).ToString());
            }
        }

        run.Check(verifier.Violations.All(each => each.Rule == NdisVerifierRules.OutOfBandTruth || each.Rule == NdisVerifierRules.LeakedContext), "Other rules were broken too.");
    }
}
