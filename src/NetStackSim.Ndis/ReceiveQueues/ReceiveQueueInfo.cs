using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A receive queue as OID_RECEIVE_FILTER_ENUM_QUEUES tells it (NDIS_RECEIVE_QUEUE_INFO).</summary>
/// <param name="Parameters">What it is.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="FilterCount">How many filters lead to it.</param>
/// <param name="OutstandingBuffers">Lists of the queue that are above the adapter.</param>
/// <param name="Frames">Frames that it received.</param>
[WindowsDdi("NDIS_RECEIVE_QUEUE_INFO")]
public sealed record ReceiveQueueInfo(ReceiveQueueParameters Parameters, ReceiveQueueState State, int FilterCount, int OutstandingBuffers, long Frames);
