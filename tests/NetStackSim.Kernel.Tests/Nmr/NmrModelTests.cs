using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Kernel.Tests;

/// <summary>Random registrations, deregistrations and late detach completions: each side of each binding is called the right number of times.</summary>
public sealed class NmrModelTests
{
    private static readonly Guid Npi = new("11111111-2222-3333-4444-555555555555");

    [Fact]
    public void RandomLives_CallEverySideOncePerBinding()
        => Prop.ForAll<int>(seed => Run(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void Run(int seed)
    {
        using IoHarness host = new();
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = (ulong)(uint)seed }).Random["steps"];
        NetworkModuleRegistrar nmr = host.Kernel.Nmr;
        List<string> log = [];
        List<(TestModule Module, NmrRegistration Registration)> all = [];
        List<(TestModule Module, NmrRegistration Registration)> alive = [];
        for (int i = 0; i < 40; i++)
        {
            switch (random.Next(4))
            {
                case 0:
                    TestClient client = new($"c{i}", Npi, log) { DetachPends = random.Chance(0.5) };
                    all.Add((client, nmr.RegisterClient(client)));
                    alive.Add(all[^1]);
                    break;
                case 1:
                    TestProvider provider = new($"p{i}", Npi, log) { DetachPends = random.Chance(0.5) };
                    all.Add((provider, nmr.RegisterProvider(provider)));
                    alive.Add(all[^1]);
                    break;
                case 2 when alive.Count > 0:
                    int index = random.Next(alive.Count);
                    Assert.Equal(NtStatus.Pending, alive[index].Registration.Deregister());
                    alive.RemoveAt(index);
                    break;
                default:
                    CompleteOne(random, all);
                    break;
            }
        }

        alive.ForEach(m => m.Registration.Deregister());
        while (CompleteOne(random, all))
        {
        }

        foreach ((TestModule module, NmrRegistration registration) in all)
        {
            Assert.Equal(NmrRegistrationState.Deregistered, registration.State);
            Assert.Equal((module.Attached, module.Attached), (module.Detached, module.CleanedUp));
            Assert.All(module.Bindings, b => Assert.Equal(NmrBindingState.CleanedUp, b.State));
        }

        Assert.Empty(nmr.Clients);
        Assert.Empty(nmr.Providers);
    }

    /// <summary>Ends one pending detach, chosen at random. False if there is none.</summary>
    private static bool CompleteOne(RandomStream random, List<(TestModule Module, NmrRegistration Registration)> all)
    {
        List<Action> pending = [];
        foreach ((TestModule module, _) in all)
        {
            foreach (NmrBinding binding in module.Bindings.Where(_ => module.DetachPends))
            {
                if (module is TestClient && binding.State is (NmrBindingState.Detaching or NmrBindingState.DetachingClient))
                {
                    pending.Add(binding.ClientDetachComplete);
                }
                else if (module is TestProvider && binding.State is (NmrBindingState.Detaching or NmrBindingState.DetachingProvider))
                {
                    pending.Add(binding.ProviderDetachComplete);
                }
            }
        }

        if (pending.Count == 0)
        {
            return false;
        }

        pending[random.Next(pending.Count)]();
        return true;
    }
}
