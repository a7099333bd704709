using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>A miniport with check-for-hang and reset, both as the test says.</summary>
internal sealed class ResettableMiniport(List<string> log) : TestMiniport(log), IMiniportReset
{
    public Func<bool>? OnCheck { get; set; }

    public Func<(NtStatus Status, bool AddressingReset)>? OnReset { get; set; }

    public List<long> Checks { get; } = [];

    public static ResettableMiniport Add(NdisRuntime runtime, List<string> log, Action<ResettableMiniport>? configure = null)
    {
        ResettableMiniport miniport = new(log);
        configure?.Invoke(miniport);
        miniport.AddTo(runtime);
        return miniport;
    }

    public bool CheckForHang()
    {
        Checks.Add(Adapter.Kernel.Now);
        return OnCheck?.Invoke() ?? false;
    }

    public NtStatus Reset(out bool addressingReset)
    {
        Log.Add("miniport reset");
        (NtStatus status, addressingReset) = OnReset?.Invoke() ?? (NtStatus.Success, false);
        return status;
    }
}
