using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>An injection between the driver's call and its completion.</summary>
internal sealed class PendingInjection
{
    internal required InjectionHandle Handle { get; init; }

    internal required InjectionPlace Place { get; init; }

    internal required IpFamily Family { get; init; }

    internal required NetBufferList List { get; init; }

    internal required InjectionCompletion Completion { get; init; }

    internal uint Compartment { get; init; }

    internal uint InterfaceIndex { get; init; }

    internal INetBufferListOwner? PreviousOwner { get; init; }
}
