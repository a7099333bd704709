namespace NetStackSim.Nic;

/// <summary>What one queue pair of a card has done.</summary>
/// <param name="Number">Number of the queue.</param>
/// <param name="Processor">Number of the processor on which it is served now.</param>
/// <param name="IndicatedLists">Lists that were indicated.</param>
/// <param name="CompletedSends">Lists that were sent by this queue and completed.</param>
/// <param name="Interrupts">Interrupts that the driver acknowledged.</param>
/// <param name="Polls">Polls, when NDIS polls it.</param>
/// <param name="PostedDescriptors">Free receive descriptors.</param>
/// <param name="WaitingSends">Lists that wait for a transmit descriptor.</param>
public readonly record struct NicQueueStatistics(
    int Number, int Processor, long IndicatedLists, long CompletedSends, long Interrupts, long Polls, int PostedDescriptors, int WaitingSends);
