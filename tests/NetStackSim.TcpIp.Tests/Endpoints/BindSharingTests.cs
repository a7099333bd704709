using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests;

public sealed class BindSharingTests
{
    // The published table: rows first bind, columns second bind; each default W, S, reuse W, S, exclusive W, S.
    private static readonly string[] Published =
    [
        "INUSE CHECK DENIED CHECK INUSE CHECK",
        "OK INUSE OK DENIED INUSE INUSE",
        "INUSE CHECK OK OK INUSE CHECK",
        "OK DENIED OK OK INUSE INUSE",
        "INUSE DENIED DENIED DENIED INUSE DENIED",
        "OK INUSE OK DENIED INUSE INUSE",
    ];

    [Fact]
    public void Decide_EveryCell_IsThePublishedTable()
    {
        for (int first = 0; first < 6; first++)
        {
            string[] row = Published[first].Split(' ');
            for (int second = 0; second < 6; second++)
            {
                Assert.Equal(StatusOf(row[second], sameAccount: true), Decide(first, second, sameAccount: true));
                Assert.Equal(StatusOf(row[second], sameAccount: false), Decide(first, second, sameAccount: false));
            }
        }
    }

    private static NtStatus Decide(int first, int second, bool sameAccount) =>
        BindSharing.Decide((AddressSharing)(first / 2), first % 2 == 0, (AddressSharing)(second / 2), second % 2 == 0, sameAccount);

    private static NtStatus StatusOf(string cell, bool sameAccount) => cell switch
    {
        "OK" => NtStatus.Success,
        "INUSE" => NtStatus.AddressAlreadyExists,
        "CHECK" when sameAccount => NtStatus.Success,
        _ => NtStatus.AccessDenied,
    };
}
