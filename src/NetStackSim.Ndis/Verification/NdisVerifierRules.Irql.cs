using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>The rules about levels: one for each group of routines (Irql_..._Function of Static Driver Verifier). Which routine is in which group: <see cref="NdisDdi"/>.</content>
public static partial class NdisVerifierRules
{
    /// <summary>Irql_Filter_Driver_Function: the routines of filter drivers at a level at which it is legal.</summary>
    public static VerifierRule IrqlFilterDriver { get; } = Own("Irql_Filter_Driver_Function", 40);

    /// <summary>Irql_SendRcv_Function: sends and receives at a level at which it is legal.</summary>
    public static VerifierRule IrqlSendReceive { get; } = Own("Irql_SendRcv_Function", 41);

    /// <summary>Irql_Miniport_Driver_Function: the routines of miniport drivers at a level at which it is legal.</summary>
    public static VerifierRule IrqlMiniportDriver { get; } = Own("Irql_Miniport_Driver_Function", 42);

    /// <summary>Irql_Protocol_Driver_Function: the routines of protocol drivers at a level at which it is legal.</summary>
    public static VerifierRule IrqlProtocolDriver { get; } = Own("Irql_Protocol_Driver_Function", 43);

    /// <summary>Irql_OID_Function: requests at a level at which it is legal.</summary>
    public static VerifierRule IrqlOid { get; } = Own("Irql_OID_Function", 44);

    /// <summary>Irql_StatusIndication_Function: status indications at a level at which it is legal.</summary>
    public static VerifierRule IrqlStatusIndication { get; } = Own("Irql_StatusIndication_Function", 45);

    /// <summary>Irql_NetBuffer_Function: pools, lists and net buffers at a level at which it is legal.</summary>
    public static VerifierRule IrqlNetBuffer { get; } = Own("Irql_NetBuffer_Function", 46);

    /// <summary>Irql_Timer_Function: timers at a level at which it is legal.</summary>
    public static VerifierRule IrqlTimer { get; } = Own("Irql_Timer_Function", 47);

    /// <summary>Irql_Interrupt_Function: the registration of interrupts at a level at which it is legal.</summary>
    public static VerifierRule IrqlInterrupt { get; } = Own("Irql_Interrupt_Function", 48);

    /// <summary>Irql_Synch_Function: events and locks at a level at which it is legal.</summary>
    public static VerifierRule IrqlSynchronization { get; } = Own("Irql_Synch_Function", 49);

    /// <summary>Irql_Interfaces_Function: network interfaces at a level at which it is legal.</summary>
    public static VerifierRule IrqlInterfaces { get; } = Own("Irql_Interfaces_Function", 50);

    /// <summary>Irql_Miscellaneous_Function: memory, configuration, work items and the rest at a level at which it is legal.</summary>
    public static VerifierRule IrqlMiscellaneous { get; } = Own("Irql_Miscellaneous_Function", 51);

    /// <summary>Irql_IM_Function: the routines of intermediate drivers at a level at which it is legal.</summary>
    public static VerifierRule IrqlIntermediate { get; } = Own("Irql_IM_Function", 52);

    /// <summary>Irql_Gather_DMA_Function: the routines of scatter-gather DMA at a level at which it is legal.</summary>
    public static VerifierRule IrqlGatherDma { get; } = Own("Irql_Gather_DMA_Function", 53);
}
