namespace NetStackSim.ConformanceTests.Support;

/// <summary>How much is tried: seconds by default, minutes with <c>NETSTACKSIM_FULL=1</c>.</summary>
internal static class RunScale
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("NETSTACKSIM_FULL") == "1";

    public static int Of(int quick, int full) => IsFull ? full : quick;
}
