using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Sockets;

/// <summary>Scenario 23, the WSK half: who may bind a port that somebody has, in all 36 cells, for the same and for another account, TCP and UDP.</summary>
public sealed class AddressSharingTests
{
    // Rows: first bind; columns: second bind; each default wildcard, default specific, reuse W, reuse S, exclusive W, exclusive S.
    private static readonly string[] Table =
    [
        "INUSE CHECK DENIED CHECK INUSE CHECK",
        "OK INUSE OK DENIED INUSE INUSE",
        "INUSE CHECK OK OK INUSE CHECK",
        "OK DENIED OK OK INUSE INUSE",
        "INUSE DENIED DENIED DENIED INUSE DENIED",
        "OK INUSE OK DENIED INUSE INUSE",
    ];

    [Theory]
    [InlineData(WskSocketFlags.Listen, true)]
    [InlineData(WskSocketFlags.Listen, false)]
    [InlineData(WskSocketFlags.Connection, true)]
    [InlineData(WskSocketFlags.Datagram, true)]
    [InlineData(WskSocketFlags.Datagram, false)]
    public void Scenario23_AddressSharing_IsThePublishedTable(WskSocketFlags category, bool sameAccount)
    {
        using TwoHosts hosts = new();
        WskClient client = new(hosts.Bob);
        SimProcess one = hosts.Bob.Kernel.Processes.Start(@"C:\one.exe", SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1001")));
        SimProcess other = sameAccount ? one : hosts.Bob.Kernel.Processes.Start(@"C:\other.exe", SimToken.ForUser(Sid.Parse("S-1-5-21-1-2-3-1002")));
        hosts.Run(async () =>
        {
            for (int first = 0; first < 6; first++)
            {
                string[] row = Table[first].Split(' ');
                for (int second = 0; second < 6; second++)
                {
                    WskSocket holder = await client.Make<WskSocket>(category, process: one);
                    Assert.Equal(NtStatus.Success, await BindAsync(client, holder, first));
                    WskSocket comer = await client.Make<WskSocket>(category, process: other);
                    NtStatus status = await BindAsync(client, comer, second);
                    Assert.True(Expected(row[second], sameAccount) == status, $"first {first}, second {second}: {status} instead of {row[second]}");
                    await client.Close(comer, holder);
                }
            }

            await hosts.Bob.Kernel.Processes.Exit(one);
            if (!sameAccount)
            {
                await hosts.Bob.Kernel.Processes.Exit(other);
            }
        });
    }

    private static NtStatus Expected(string cell, bool sameAccount) => cell switch
    {
        "OK" => NtStatus.Success,
        "INUSE" => NtStatus.AddressAlreadyExists,
        "CHECK" when sameAccount => NtStatus.Success,
        _ => NtStatus.AccessDenied,
    };

    private static async Task<NtStatus> BindAsync(WskClient client, WskSocket socket, int kind)
    {
        if (kind / 2 == 1)
        {
            await client.SetOption(socket, WskSocketOption.ReuseAddress, 1);
        }
        else if (kind / 2 == 2)
        {
            await client.SetOption(socket, WskSocketOption.ExclusiveAddressUse, 1);
        }

        var local = new IpEndpoint(kind % 2 == 0 ? IpAddress.AnyV4 : client.Host.Address, 5000);
        return await client.Status(irp => socket switch
        {
            WskListenSocket listener => listener.Bind(local, irp),
            WskConnectionSocket connection => connection.Bind(local, irp),
            _ => ((WskDatagramSocket)socket).Bind(local, irp),
        });
    }
}
