namespace NetStackSim.Tap.Tests;

[Collection("tap devices")]
public sealed class TapDeviceTests
{
    [Theory]
    [InlineData("a name with spaces")]
    [InlineData("name-longer-than-15")]
    [InlineData("a/b")]
    [InlineData("täp")]
    public void Open_ImpossibleName_IsRefusedWithTheReason(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Equal(TapError.NotSupported, Assert.Throws<TapException>(() => TapDevice.Open(name)).Error);
            return;
        }

        TapException e = Assert.Throws<TapException>(() => TapDevice.Open(name));
        Assert.Equal(TapError.InvalidDevice, e.Error);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, TapError.NeedsRoot)]
    [InlineData(13, TapError.NeedsRoot)]
    [InlineData(16, TapError.Busy)]
    [InlineData(22, TapError.InvalidDevice)]
    [InlineData(12, TapError.Other)]
    public void FromAttach_Errno_IsExplained(int errno, TapError error)
    {
        TapException e = TapException.FromAttach("tap7", errno);
        Assert.Equal(error, e.Error);
        Assert.Equal(errno, e.Errno);
        Assert.Contains("tap7", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, TapError.NoTunDevice)]
    [InlineData(19, TapError.NoTunDevice)]
    [InlineData(13, TapError.NeedsRoot)]
    [InlineData(24, TapError.Other)]
    public void FromOpen_Errno_IsExplained(int errno, TapError error) => Assert.Equal(error, TapException.FromOpen(errno).Error);

    [TapFact]
    public void Open_NewDevice_ExistsWhileItIsOpen()
    {
        string path;
        using (TapDevice device = TapDevice.Open("nsst%d"))
        {
            path = $"/sys/class/net/{device.Name}";
            Assert.StartsWith("nsst", device.Name, StringComparison.Ordinal);
            Assert.True(Directory.Exists(path));
            Assert.False(device.HasVnetHeader);
        }

        Assert.False(Directory.Exists(path));
    }

    [TapFact]
    public void Open_DeviceInUse_SaysBusy()
    {
        using TapDevice device = TapDevice.Open("nsst%d");
        Assert.Equal(TapError.Busy, Assert.Throws<TapException>(() => TapDevice.Open(device.Name)).Error);
    }

    [TapFact]
    public void Open_VnetHeader_TellsWhatTheKernelTakes()
    {
        using TapDevice device = TapDevice.Open("nsst%d", new TapOptions { VnetHeader = true });
        Assert.True(device.HasVnetHeader);
        Assert.True((device.LargeSends & (Nic.SegmentationType.TcpV4 | Nic.SegmentationType.TcpV6)) == (Nic.SegmentationType.TcpV4 | Nic.SegmentationType.TcpV6));
    }
}
