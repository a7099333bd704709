using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>An injection between the driver's call and its completion.</summary>
internal sealed class PendingInjection
{
    internal required InjectionHandle Handle { get; init; }

    internal required InjectionPlace Place { get; init; }

    internal IpFamily Family { get; init; }

    internal required NetBufferList List { get; init; }

    internal required InjectionCompletion Completion { get; init; }

    internal uint Compartment { get; init; }

    internal uint InterfaceIndex { get; init; }

    /// <summary>The link layer; meaningful at <see cref="InjectionPlace.Link"/>.</summary>
    internal InspectionLayer Layer { get; init; }

    internal PortNumber Port { get; init; }

    internal INetBufferListOwner? PreviousOwner { get; init; }
}
