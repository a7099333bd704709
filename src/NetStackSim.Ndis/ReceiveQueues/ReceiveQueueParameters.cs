using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A receive queue (NDIS_RECEIVE_QUEUE_PARAMETERS): what the request asks for, and, on return, what it got.</summary>
[WindowsDdi("NDIS_RECEIVE_QUEUE_PARAMETERS")]
public sealed record ReceiveQueueParameters
{
    /// <summary>The default queue, which is always there.</summary>
    public const int DefaultQueueId = 0;

    /// <summary>Identifier; assigned on allocation.</summary>
    public int QueueId { get; init; }

    /// <summary>The virtual machine that it is for.</summary>
    public string VirtualMachineName { get; init; } = string.Empty;

    /// <summary>A name for reports.</summary>
    public string QueueName { get; init; } = string.Empty;

    /// <summary>Processor for its interrupts.</summary>
    public int Processor { get; init; }

    /// <summary>Receive buffers that the virtual machine would like; 0 leaves it to the adapter.</summary>
    public int SuggestedReceiveBuffers { get; init; }
}
