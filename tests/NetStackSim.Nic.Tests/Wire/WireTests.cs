using NetStackSim.Kernel;

namespace NetStackSim.Nic.Tests;

public sealed class WireTests
{
    private readonly EventLoop _loop = new();

    [Fact]
    public void Connect_TwoPorts_BothKnowEachOtherAndSeeTheLink()
    {
        RecordingPort a = new(_loop, WireCapabilities.Everything, "a");
        RecordingPort b = new(_loop, WireCapabilities.Everything, "b");
        Wire.Connect(a, b);
        Assert.Same(b, a.Peer);
        Assert.Same(a, b.Peer);
        Wire.Disconnect(b);
        Assert.Null(a.Peer);
        Assert.Null(b.Peer);
        Assert.Equal([true, false], a.LinkChanges);
        Assert.Equal([true, false], b.LinkChanges);
    }

    [Fact]
    public void Connect_PortInUse_ThrowsAndNamesIt()
    {
        RecordingPort a = new(_loop, WireCapabilities.Everything, "a");
        RecordingPort b = new(_loop, WireCapabilities.Everything, "b");
        RecordingPort c = new(_loop, WireCapabilities.Everything, "c");
        Wire.Connect(a, b);
        Assert.Contains("'a'", Assert.Throws<InvalidOperationException>(() => Wire.Connect(c, a)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Wire.Connect(c, c));
        Assert.Null(c.Peer);
    }
}
