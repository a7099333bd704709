using NetStackSim.Packets;

namespace NetStackSim.Wfp.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Classify_ThousandFiltersAndACallout_AllocatesNothing()
    {
        TestPolicy policy = new(LayerId.OutboundTransportV4);
        policy.Session.TransactionBegin();
        for (uint i = 0; i < 1000; i++)
        {
            policy.Add(policy.S1, FilterActionType.Block, conditions: policy.On("IP_REMOTE_ADDRESS", FwpMatchType.Equal, FwpValue.UInt32(i)));
        }

        policy.Add(policy.S3, FilterActionType.CalloutInspection, callout: policy.AddCallout("look", new Quiet()));
        policy.Session.TransactionCommit();
        for (uint i = 0; i < 1000; i++)
        {
            Fill(policy.Values, i);
            policy.Classify();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint i = 0; i < 1000; i++)
        {
            Fill(policy.Values, i + 500);
            policy.Classify();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1500, policy.Layer.Blocks);
    }

    private static void Fill(ClassifyValues values, uint address)
    {
        values.Set(OutboundTransportField.IpProtocol, (byte)6);
        values.Set(OutboundTransportField.IpRemoteAddress, IpAddress.FromV4(address));
        values.Set(OutboundTransportField.IpRemotePort, (ushort)80);
    }

    private sealed class Quiet : ICallout
    {
        public void Classify(
            ClassifyValues values,
            ref ClassifyMetadata metadata,
            object? layerData,
            RuntimeFilter filter,
            ulong flowContext,
            ref ClassifyOut output) => output.Continue();
    }
}
