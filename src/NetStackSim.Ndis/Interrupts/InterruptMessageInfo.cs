using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One row of the message table (IO_INTERRUPT_MESSAGE_INFO_ENTRY).</summary>
/// <param name="MessageId">Number of the message.</param>
/// <param name="TargetProcessor">Number of the processor that takes it.</param>
/// <param name="Irql">Level of its service routine.</param>
[WindowsDdi("IO_INTERRUPT_MESSAGE_INFO_ENTRY")]
public readonly record struct InterruptMessageInfo(int MessageId, int TargetProcessor, Irql Irql);
