using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Shims;

/// <summary>Application ids and tokens of processes as values, made once per process.</summary>
internal sealed class ProcessIdentities
{
    private readonly Dictionary<SimProcess, FwpValue> _appIds = [];
    private readonly FwpValue _system = FwpValue.Of(FwpBlob.AppId("System"));

    /// <summary>The application id; the kernel's is <c>System</c>.</summary>
    internal FwpValue AppId(SimProcess? process)
    {
        if (process is null)
        {
            return _system;
        }

        if (!_appIds.TryGetValue(process, out FwpValue id))
        {
            id = FwpValue.Of(FwpBlob.AppId(process.ImagePath));
            _appIds.Add(process, id);
        }

        return id;
    }

    /// <summary>The token; the kernel's is the local system's.</summary>
    internal static FwpValue Token(SimProcess? process) => FwpValue.Of(process?.Token ?? SimToken.System);

    /// <summary>The package; <c>S-1-0-0</c> for a process without one.</summary>
    internal static FwpValue Package(SimProcess? process) => FwpValue.Of((process?.Token ?? SimToken.System).PackageOrNull);
}
