using System.Reflection;

namespace NetStackSim.Kernel.Tests;

public sealed class NtStatusTests
{
    public static TheoryData<string, uint, bool, bool> Samples() => new()
    {
        { "STATUS_SUCCESS", 0, true, false },
        { "STATUS_PENDING", 0x103, true, false },
        { "STATUS_RECEIVE_PARTIAL", 0x4000000F, true, false },
        { "STATUS_BUFFER_OVERFLOW", 0x80000005, false, false },
        { "STATUS_CONNECTION_RESET", 0xC000020D, false, true },
        { "0xC0DE0001", 0xC0DE0001, false, true },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Status_Severities_AreReadFromTheTopBits(string name, uint value, bool success, bool error)
    {
        NtStatus status = new(value);

        Assert.Equal((name, success, error), (status.Name, status.IsSuccess, status.IsError));
        Assert.Equal(!success && !error, status.IsWarning);
    }

    [Fact]
    public void Status_AllNamedValues_AreDistinctAndHaveNames()
    {
        NtStatus[] all = typeof(NtStatus).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (NtStatus)property.GetValue(null)!)
            .ToArray();

        Assert.True(all.Length >= 80);
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, status => Assert.StartsWith("STATUS_", status.Name, StringComparison.Ordinal));
    }
}
