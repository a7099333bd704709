using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>An injection between the driver's call and its completion. Reused.</summary>
internal sealed class PendingInjection
{
    internal InjectionHandle Handle { get; set; } = null!;

    internal InjectionPlace Place { get; set; }

    internal IpFamily Family { get; set; }

    internal NetBufferList List { get; set; } = null!;

    internal InjectionCompletion Completion { get; set; } = null!;

    /// <summary>Bytes of a raw sender's header that were put in front.</summary>
    internal int HeaderSize { get; set; }

    /// <summary>What the layers that see the packet again are told; null for nothing.</summary>
    internal TransportSendArguments? Arguments { get; set; }

    internal uint Compartment { get; set; }

    internal uint InterfaceIndex { get; set; }

    /// <summary>The link layer; meaningful at <see cref="InjectionPlace.Link"/>.</summary>
    internal InspectionLayer Layer { get; set; }

    internal PortNumber Port { get; set; }

    internal INetBufferListOwner? PreviousOwner { get; set; }
}
