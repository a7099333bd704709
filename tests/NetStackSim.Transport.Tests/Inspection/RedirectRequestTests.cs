using NetStackSim.Packets;

namespace NetStackSim.Transport.Tests;

public sealed class RedirectRequestTests
{
    private static readonly IpEndpoint Asked = new(IpAddress.Parse("198.51.100.7"), 443);
    private static readonly IpEndpoint First = new(IpAddress.LoopbackV4, 8443);
    private static readonly IpEndpoint Second = new(IpAddress.LoopbackV4, 9443);

    [Fact]
    public void Request_Unchanged_IsItsOwnOriginal()
    {
        RedirectRequest request = new() { Remote = Asked };
        Assert.False(request.IsRedirected);
        Assert.Same(request, request.Original);
    }

    [Fact]
    public void Request_ChangedTwice_KeepsEachVersion()
    {
        RedirectRequest request = Changed();
        Assert.True(request.IsRedirected);
        Assert.Equal((Second, 12ul), (request.Remote, request.ModifierFilterId));
        Assert.Equal((First, 11ul), (request.PreviousVersion!.Remote, request.PreviousVersion.ModifierFilterId));
        Assert.Equal((Asked, 0ul), (request.Original.Remote, request.Original.ModifierFilterId));
    }

    [Fact]
    public void Request_ChangesUndone_IsThatOfTheApplication()
    {
        RedirectRequest request = Changed();
        request.PopVersion();
        Assert.Equal((First, 11ul), (request.Remote, request.ModifierFilterId));
        request.PopVersion();
        request.PopVersion();
        Assert.Equal((Asked, 0ul, false), (request.Remote, request.ModifierFilterId, request.IsRedirected));
        Assert.Null(request.RedirectHandle);
        Assert.Null(request.Context);
    }

    private static RedirectRequest Changed()
    {
        RedirectRequest request = new() { Remote = Asked };
        request.PushVersion(11);
        request.Remote = First;
        request.RedirectHandle = new object();
        request.Context = [1];
        request.PushVersion(12);
        request.Remote = Second;
        return request;
    }
}
