using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Gives an injected list back, exactly once (<c>FWPS_INJECT_COMPLETE0</c>). IRQL at most Dispatch.</summary>
/// <param name="list">The list; the driver frees it.</param>
/// <param name="status">What became of it.</param>
public delegate void InjectionCompletion(NetBufferList list, NtStatus status);
