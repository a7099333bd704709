using System.Reflection;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Every rule of the callout contract is broken by exactly one test, and says where it stands and how it is kept.</summary>
public sealed class ContractRuleCoverageTests
{
    [Fact]
    public void Rules_EachIsBrokenByExactlyOneTest()
    {
        ILookup<ContractRule, MethodInfo> tests = typeof(ContractRuleCoverageTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(static method => method.GetCustomAttribute<BreaksContractAttribute>() is not null)
            .ToLookup(static method => method.GetCustomAttribute<BreaksContractAttribute>()!.Rule);

        Assert.Equal([], Enum.GetValues<ContractRule>().Where(rule => tests[rule].Count() != 1).Select(rule => $"{rule}: {tests[rule].Count()} tests"));
    }

    [Fact]
    public void Rules_AreNumberedWithoutGaps_AndSayTheirSourceAndRemedy()
    {
        ContractRule[] rules = Enum.GetValues<ContractRule>();

        Assert.Equal(Enumerable.Range(1, rules.Length), rules.Select(static rule => (int)rule));
        Assert.Equal(rules, ContractRules.All.Select(static info => info.Rule));
        Assert.All(ContractRules.All, static info => Assert.True(info.Source.Length > 10 && info.Remedy.Length > 20, info.ToString()));
        Assert.Equal("WFP0017", ContractRules.Get(ContractRule.InlineTcpInjection).Id);
    }
}
