using System.Globalization;
using System.Reflection;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>Every rule, and every sub-code of 0x7C, is broken by exactly one test.</summary>
public sealed class RuleCoverageTests
{
    /// <summary>Sub-sub-codes of the watchdog for handlers that the simulator does not call: idle notifications.</summary>
    private static readonly NdisWatchdog[] _notCalled = [NdisWatchdog.MiniportIdle, NdisWatchdog.CancelIdle];

    [Fact]
    public void Rules_EachIsBrokenByExactlyOneTest()
    {
        Dictionary<string, int> tests = Marked();

        IEnumerable<string> rules = Rules().Select(rule => rule.Name);
        Assert.Equal([], rules.Where(rule => tests.GetValueOrDefault(rule) != 1).Select(rule => $"{rule}: {tests.GetValueOrDefault(rule)} tests"));
    }

    [Fact]
    public void SubCodes_EachIsBrokenByExactlyOneTest()
    {
        Dictionary<string, int> tests = Marked();

        IEnumerable<string> codes = Enum.GetValues<NdisBugCheckCode>().Where(code => code is not NdisBugCheckCode.Watchdog).Select(code => Text((ulong)code))
            .Concat(Enum.GetValues<NdisWatchdog>().Except(_notCalled).Select(watchdog => $"{Text(0x25)}/0x{(ulong)watchdog:X2}"));
        Assert.Equal([], codes.Where(code => tests.GetValueOrDefault(code) != 1).Select(code => $"{code}: {tests.GetValueOrDefault(code)} tests"));
    }

    [Fact]
    public void Marks_NameRulesThatExist()
    {
        HashSet<string> rules = [.. Rules().Select(rule => rule.Name)];

        Assert.Equal([], Marked().Keys.Where(name => !name.StartsWith("0x", StringComparison.Ordinal) && !rules.Contains(name)));
    }

    [Fact]
    public void Rules_HaveNumbersAndNamesOfTheirOwn()
    {
        VerifierRule[] rules = [.. Rules()];

        Assert.Equal(rules.Length, rules.Select(rule => (rule.Code, rule.Parameter1)).Distinct().Count());
        Assert.Equal(rules.Length, rules.Select(rule => rule.Name).Distinct().Count());
        Assert.InRange(rules.Length, 65, 200);
    }

    private static IEnumerable<VerifierRule> Rules() =>
        typeof(NdisVerifierRules).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => (VerifierRule)property.GetValue(null)!);

    private static string Text(ulong code) => string.Create(CultureInfo.InvariantCulture, $"0x7C/0x{code:X2}");

    private static Dictionary<string, int> Marked() =>
        typeof(RuleCoverageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetCustomAttributes<BreaksRuleAttribute>())
            .GroupBy(mark => mark.Name)
            .ToDictionary(group => group.Key, group => group.Count());
}
