using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Payload of NDIS_STATUS_RECEIVE_QUEUE_STATE.</summary>
/// <param name="QueueId">The queue.</param>
/// <param name="State">Its new state; DmaStopped is the one that Windows waits for.</param>
[WindowsDdi("NDIS_RECEIVE_QUEUE_STATE")]
public sealed record ReceiveQueueStateChange(int QueueId, ReceiveQueueState State);
