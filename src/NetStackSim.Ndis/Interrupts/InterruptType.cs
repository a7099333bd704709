using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>How the interrupt of an adapter came to be connected (NDIS_INTERRUPT_TYPE).</summary>
[WindowsDdi("NDIS_INTERRUPT_TYPE")]
public enum InterruptType
{
    /// <summary>NDIS_CONNECT_LINE_BASED: a line, perhaps shared with other devices.</summary>
    LineBased = 1,

    /// <summary>NDIS_CONNECT_MESSAGE_BASED: messages, never shared.</summary>
    MessageBased = 2,
}
