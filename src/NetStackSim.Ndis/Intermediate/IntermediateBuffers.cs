using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The list pools of an intermediate driver. None of them has memory for data: everything is a clone that shares the memory of its parent.</summary>
internal sealed class IntermediateBuffers
{
    public IntermediateBuffers(SimKernel kernel, string driver)
    {
        Sends = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = driver + "/send" });
        Receives = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = driver + "/receive" });
        Shared = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = driver + "/shared" });
    }

    /// <summary>Clones on their way down.</summary>
    public NetBufferListPool Sends { get; }

    /// <summary>Clones on their way up.</summary>
    public NetBufferListPool Receives { get; }

    /// <summary>Clones between a received list and the clones of several virtual miniports: each counts its receivers.</summary>
    public NetBufferListPool Shared { get; }
}
