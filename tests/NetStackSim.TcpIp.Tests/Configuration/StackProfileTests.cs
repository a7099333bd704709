namespace NetStackSim.TcpIp.Tests;

public sealed class StackProfileTests
{
    [Fact]
    public void Windows11_Defaults_AreThoseOfTheReference()
    {
        StackProfile profile = StackProfile.Windows11;
        Assert.Equal(128, profile.DefaultHopLimit);
        Assert.Equal(1_000_000_000, profile.TcpInitialRtoNs);
        Assert.Equal(300_000_000, profile.TcpMinRtoNs);
        Assert.Equal((49152, 16384), (profile.DynamicPortStart, profile.DynamicPortCount));
        Assert.Equal((10, 200), (profile.IcmpErrorBurst, profile.IcmpErrorsPerSecond));
        Assert.Equal(30_000_000_000, profile.NeighbourReachableNs);
        Assert.True(profile.StrongHostReceive);
    }

    [Theory]
    [InlineData("windows11", "Windows11")]
    [InlineData("LINUXLIKE", "LinuxLike")]
    public void Find_NameInAnyCase_IsFound(string asked, string found) => Assert.Equal(found, StackProfile.Find(asked)!.Name);

    [Fact]
    public void Find_UnknownName_IsNull() => Assert.Null(StackProfile.Find("Windows3"));
}
