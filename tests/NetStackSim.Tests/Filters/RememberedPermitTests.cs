using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>What a packet layer permitted a moment ago is asked again when something changes that is not in the packet.</summary>
public sealed class RememberedPermitTests
{
    [Theory]
    [LabCases]
    public void AnotherProfile_AsksTheFiltersOfPacketLayersAgain(IpFamily family, ClassifierKind classifier)
    {
        using var lab = new FilterLab(family, classifier);
        lab.Block(lab.A, "OUTBOUND_TRANSPORT", ("CURRENT_PROFILE_ID", FwpValue.UInt32(1)));
        lab.A.FilterPlatform!.SetProfile(2);
        List<string> sent = [];
        lab.Network.Run(async () =>
        {
            await using SimUdpSocket from = lab.A.Sockets.OpenUdp(new IpEndpoint(lab.Any, 0));
            foreach (uint profile in new uint[] { 2, 2, 2, 1, 1, 2 })
            {
                lab.A.FilterPlatform!.SetProfile(profile);
                sent.Add($"{profile} {await StatusOf(from.SendToAsync(new byte[3], new IpEndpoint(lab.B.Address, 53)))}");
            }
        });
        Assert.Equal(["2 STATUS_SUCCESS", "2 STATUS_SUCCESS", "2 STATUS_SUCCESS", "1 STATUS_ACCESS_DENIED", "1 STATUS_ACCESS_DENIED", "2 STATUS_SUCCESS"], sent);
        Assert.Equal(2, lab.A.Filters!.Drops.Count);
    }

    [Fact]
    public void AddressesThatComeAndGo_MoveTheSurroundings()
    {
        using var lab = new FilterLab();
        InspectionPoints points = lab.A.Stack.Inspection;
        ulong before = points.Surroundings;
        lab.A.Stack.AddAddress(lab.A.Stack.Interfaces[1], new IpPrefix(IpAddress.Parse("10.7.0.1"), 16), skipDad: true);
        Assert.True(points.Surroundings > before);
    }

    private static async Task<NtStatus> StatusOf(ValueTask sending)
    {
        try
        {
            await sending;
            return NtStatus.Success;
        }
        catch (SocketStatusException error)
        {
            return error.Status;
        }
    }
}
