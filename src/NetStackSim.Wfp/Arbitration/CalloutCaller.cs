using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Makes one call of a callout and looks at how the processor and the packet come back.</summary>
internal sealed class CalloutCaller(SimKernel? kernel, CalloutVerifier verifier)
{
    private byte[] _bytes = [];

    /// <summary>Calls the functions of a filter's callout, which is registered.</summary>
    internal void Call(
        RuntimeFilter filter, ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, ulong flowContext, ref ClassifyOut output)
    {
        RuntimeCallout callout = filter.Callout!;
        callout.Calls++;
        ListPosition position = ListPosition.Of(layerData);
        ulong bytes = kernel?.Verifier is { RecordsStacks: true } ? HashOf(layerData) : 0;
        ClassifyOutFlags flags = output.Flags;
        Processor? processor = kernel?.CurrentProcessor;
        Irql level = processor?.Irql ?? Irql.Passive;
        long busy = processor?.BusyNs ?? 0;

        CalloutCall outerCall = verifier.Call;
        verifier.Call = new CalloutCall(filter, layerData, output.CanWrite, metadata.Has(MetadataFields.AleClassifyRequired));
        callout.Enter(filter);
        try
        {
            callout.Implementation!.Classify(values, ref metadata, layerData, filter, flowContext, ref output);
        }
        finally
        {
            callout.Leave();
            verifier.Call = outerCall;
        }

        if (processor is not null && (processor.Irql != level || (level >= Irql.Dispatch && processor.BusyNs - busy > verifier.LongestCallNs)))
        {
            ReportProcessor(filter, processor, level, processor.BusyNs - busy);
        }

        if (((output.Flags ^ flags) & ~ClassifyOutFlags.Absorb) != 0)
        {
            verifier.Report(ContractRule.EngineFlagChanged, filter, $"the callout was given the flags {flags} and left {output.Flags}");
        }

        if (position.HasMoved(layerData))
        {
            verifier.Report(ContractRule.DataOffsetNotRestored, filter, "the data start of the packet differs after the call");
        }
        else if (bytes != 0 && HashOf(layerData) != bytes)
        {
            verifier.Report(ContractRule.DataChangedInPlace, filter, "the callout changed the bytes of the packet that it was shown");
        }
    }

    private void ReportProcessor(RuntimeFilter filter, Processor processor, Irql level, long busy)
    {
        if (processor.Irql != level)
        {
            verifier.Report(ContractRule.IrqlChanged, filter, $"the callout was called at {level} and came back at {processor.Irql}");
        }
        else
        {
            verifier.Report(ContractRule.CalledTooLong, filter, $"the callout kept the processor busy for {busy} ns at {level}; {verifier.LongestCallNs} ns are the most");
        }
    }

    private ulong HashOf(object? layerData)
    {
        NetBufferList? list = layerData as NetBufferList ?? (layerData as StreamCalloutPacket)?.Data;
        ulong hash = list is null ? 0UL : 1UL;
        for (; list is not null; list = list.Next)
        {
            for (NetBuffer? buffer = list.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                if (_bytes.Length < buffer.DataLength)
                {
                    _bytes = new byte[buffer.DataLength];
                }

                int length = buffer.CopyTo(0, _bytes);
                hash = StableHash.Mix(hash, StableHash.Of(_bytes.AsSpan(0, length)));
            }
        }

        return hash;
    }
}
