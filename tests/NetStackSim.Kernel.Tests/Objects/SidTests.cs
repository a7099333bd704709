namespace NetStackSim.Kernel.Tests;

public sealed class SidTests
{
    [Theory]
    [InlineData("S-1-1-0")]
    [InlineData("S-1-5-18")]
    [InlineData("S-1-5-32-544")]
    [InlineData("S-1-5-21-3623811015-3361044348-30300820-1013")]
    [InlineData("S-1-15-3-1024-1065365936-1281604716-3511738428-1654721687-432734479-3232135806-4053264122-3456934681")]
    [InlineData("S-1-0x0001FFFFFFFF-7")]
    public void TextAndBytes_RoundTrip(string text)
    {
        Sid sid = Sid.Parse(text);
        Assert.Equal(text, sid.ToString());
        byte[] bytes = new byte[sid.ByteLength];
        sid.Write(bytes);
        Assert.True(Sid.TryRead(bytes, out Sid? read));
        Assert.Equal(sid, read);
        Assert.True(sid == read);
        Assert.Equal(sid.GetHashCode(), read.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("S-1-5")]
    [InlineData("S-2-5-18")]
    [InlineData("S-1-5-")]
    [InlineData("S-1-5--1")]
    [InlineData("S-1-5-4294967296")]
    [InlineData("S-1-281474976710656-1")]
    [InlineData("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16")]
    [InlineData("S-1-5-1x")]
    public void Text_NotASid_IsRefused(string text) => Assert.False(Sid.TryParse(text, out _));

    [Fact]
    public void Bytes_OfSystem_AreAsOnWindows()
    {
        byte[] bytes = new byte[WellKnownSids.LocalSystem.ByteLength];
        WellKnownSids.LocalSystem.Write(bytes);
        Assert.Equal([1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0], bytes);
    }

    [Fact]
    public void ServiceSid_IsTheHashOfItsName()
        => Assert.Equal("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", WellKnownSids.ForService("TrustedInstaller").ToString());

    [Fact]
    public void Aliases_AreUniqueBothWays()
    {
        Assert.Equal(WellKnownSids.Administrators, WellKnownSids.FromAlias("ba"));
        Assert.Equal("WD", WellKnownSids.AliasOf(WellKnownSids.World));
        Assert.Null(WellKnownSids.FromAlias("DA"));
        Assert.Null(WellKnownSids.AliasOf(WellKnownSids.CapabilityInternetClient));
    }

    [Fact]
    public void Bytes_Random_NeverThrow()
    {
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = 7 }).Random["sid"];
        byte[] bytes = new byte[80];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)(random.Next(2));
            bytes[1] = (byte)random.Next(20);
            Sid.TryRead(bytes.AsSpan(0, random.Next(bytes.Length)), out _);
        }
    }
}
