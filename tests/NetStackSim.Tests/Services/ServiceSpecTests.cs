namespace NetStackSim.Tests.Services;

public sealed class ServiceSpecTests
{
    [Fact]
    public void Parse_List_GivesServicesInOrderWithDefaultPorts()
    {
        IReadOnlyList<ServiceSpec> services = ServiceSpec.Parse("echo:7, discard:9,chargen,HTTP:8080");

        Assert.Equal(
            [new ServiceSpec("echo", 7), new ServiceSpec("discard", 9), new ServiceSpec("chargen", 19), new ServiceSpec("http", 8080)],
            services);
    }

    [Fact]
    public void Parse_Empty_GivesNothing() => Assert.Empty(ServiceSpec.Parse(""));

    [Theory]
    [InlineData("ftp:21", "there is no service 'ftp'")]
    [InlineData("echo:0", "1 to 65535")]
    [InlineData("echo:70000", "1 to 65535")]
    [InlineData("echo:", "1 to 65535")]
    [InlineData("echo:7,discard:7", "port 7 is in the list twice")]
    public void TryParse_WrongElement_SaysWhatAndWhere(string text, string expected)
    {
        Assert.False(ServiceSpec.TryParse(text, out IReadOnlyList<ServiceSpec>? services, out string? error));

        Assert.Null(services);
        Assert.Contains(expected, error);
        Assert.Throws<FormatException>(() => ServiceSpec.Parse(text));
    }
}
