using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>May a second endpoint bind a port that a first one has? The one table behind SO_REUSEADDR and SO_EXCLUSIVEADDRUSE, for TCP and UDP.</summary>
/// <remarks>Two different specific addresses never conflict; the caller asks only about the same address or when at least one is the wildcard.</remarks>
internal static class BindSharing
{
    private enum Answer : byte
    {
        Ok,
        InUse,
        Denied,

        // Allowed for the same account, denied for another.
        Check,
    }

    // Rows: first bind, columns: second bind; each Default, Reuse, Exclusive with wildcard and specific address.
    private static readonly Answer[,] Table =
    {
        /* default W   */ { Answer.InUse, Answer.Check, Answer.Denied, Answer.Check, Answer.InUse, Answer.Check },
        /* default S   */ { Answer.Ok, Answer.InUse, Answer.Ok, Answer.Denied, Answer.InUse, Answer.InUse },
        /* reuse W     */ { Answer.InUse, Answer.Check, Answer.Ok, Answer.Ok, Answer.InUse, Answer.Check },
        /* reuse S     */ { Answer.Ok, Answer.Denied, Answer.Ok, Answer.Ok, Answer.InUse, Answer.InUse },
        /* exclusive W */ { Answer.InUse, Answer.Denied, Answer.Denied, Answer.Denied, Answer.InUse, Answer.Denied },
        /* exclusive S */ { Answer.Ok, Answer.InUse, Answer.Ok, Answer.Denied, Answer.InUse, Answer.InUse },
    };

    /// <summary>Decides.</summary>
    /// <param name="first">How the first endpoint shares.</param>
    /// <param name="firstIsWildcard">It is bound to the unspecified address.</param>
    /// <param name="second">How the second one wants to.</param>
    /// <param name="secondIsWildcard">It asks for the unspecified address.</param>
    /// <param name="sameAccount">Both run under one account.</param>
    /// <returns>Success, AddressAlreadyExists or AccessDenied.</returns>
    internal static NtStatus Decide(AddressSharing first, bool firstIsWildcard, AddressSharing second, bool secondIsWildcard, bool sameAccount) =>
        Table[Index(first, firstIsWildcard), Index(second, secondIsWildcard)] switch
        {
            Answer.Ok => NtStatus.Success,
            Answer.InUse => NtStatus.AddressAlreadyExists,
            Answer.Check when sameAccount => NtStatus.Success,
            _ => NtStatus.AccessDenied,
        };

    private static int Index(AddressSharing sharing, bool wildcard) => ((int)sharing * 2) + (wildcard ? 0 : 1);
}
