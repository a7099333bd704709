using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace Misbehaving;

/// <summary>A filter driver: makes the module of one lesson for each adapter.</summary>
internal sealed class Driver(Func<FilterModule, PassThrough> make) : IFilterDriver
{
    public NtStatus Attach(FilterModule module, FilterAttachParameters parameters, out IFilter? filter)
    {
        filter = make(module);
        return NtStatus.Success;
    }
}
