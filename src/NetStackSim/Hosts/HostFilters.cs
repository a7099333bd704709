using NetStackSim.Kernel;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;
using NetStackSim.Wfp.Shims;

namespace NetStackSim;

/// <summary>Puts a filter engine on the inspection points of a stack.</summary>
internal static class HostFilters
{
    /// <summary>Makes the engine of a host; with no filters every point stays disarmed.</summary>
    public static FilterEngine Attach(SimKernel kernel, TcpIpStack stack)
    {
        var engine = new FilterEngine(kernel);
        FilterPlatform.Attach(kernel, engine, stack.Inspection);
        return engine;
    }
}
