namespace NetStackSim.InteropTests.Support;

/// <summary>Who loses 2 % of the packets each way.</summary>
public enum Loss
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>The Linux kernel: nftables in the namespace, input and output hooks (a large frame is lost whole).</summary>
    Kernel,

    /// <summary>The simulated link (every frame is drawn for on its own).</summary>
    Link,
}
