using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The requests of receive-side scaling.</summary>
internal static class ScalingOids
{
    internal static NtStatus Query(ReceiveScaling scaling, OidRequest request) =>
        request.Oid == Oid.GenReceiveHash ? request.Answer(scaling.Hashing) : request.Answer(scaling.Parameters);

    internal static NtStatus Set(ReceiveScaling scaling, OidRequest request)
    {
        if (scaling.QueueCount == 1 && request.Oid != Oid.GenReceiveHash)
        {
            return NtStatus.NotSupported;
        }

        switch (request.Oid)
        {
            case Oid.GenReceiveScaleParameters:
                NtStatus status = request.Read<ReceiveScaleParameters>(out ReceiveScaleParameters? parameters);
                return status.IsSuccess ? scaling.Set(parameters!) : status;
            case Oid.GenReceiveScaleParametersV2:
                status = request.Read<ReceiveScaleParametersV2>(out ReceiveScaleParametersV2? second);
                return status.IsSuccess ? scaling.V2.Set(second!) : status;
            default:
                status = request.Read<ReceiveHashParameters>(out ReceiveHashParameters? hashing);
                return status.IsSuccess ? scaling.Set(hashing!) : status;
        }
    }

    /// <summary>OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES: the answer has the entries with their status.</summary>
    internal static NtStatus Move(ReceiveScaling scaling, OidRequest request)
    {
        if (scaling.QueueCount == 1)
        {
            return NtStatus.NotSupported;
        }

        NtStatus status = request.Read<RssIndirectionEntries>(out RssIndirectionEntries? moves);
        if (!status.IsSuccess)
        {
            return status;
        }

        RssIndirectionEntry[] entries = [.. moves!.Entries];
        scaling.V2.Move(entries);
        return request.Answer(new RssIndirectionEntries { Entries = entries });
    }
}
