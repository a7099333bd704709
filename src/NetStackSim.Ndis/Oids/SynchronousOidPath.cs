using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>
/// Synchronous requests: no recursion and no clones. The issue hooks of the filters run from the top down, then the miniport, then the completion hooks of those that
/// let the request pass, from the bottom up.
/// </summary>
internal static class SynchronousOidPath
{
    /// <summary>Issues a request to everybody below a place of the stack.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="above">Index of the module that asks; the count of modules stands for the protocol edge.</param>
    /// <param name="request">The request.</param>
    public static NtStatus Issue(DriverStack stack, int above, OidRequest request)
    {
        request.Path = OidPath.Synchronous;
        object?[] contexts = above == 0 ? [] : new object?[above];
        int next = above - 1;
        NtStatus status = NtStatus.Success;
        for (; next >= 0; next--)
        {
            FilterModule module = stack.Filters[next];
            if (module.SynchronousOidHandler is not { } handler)
            {
                continue;
            }

            status = Checked(stack, module.Name, request, handler.SynchronousOidRequest(request, ref contexts[next]));
            if (status != NtStatus.Success)
            {
                break;
            }
        }

        if (next < 0)
        {
            status = CallMiniport(stack, request);
        }
        else if (status == NdisStatus.AlreadyComplete)
        {
            status = NtStatus.Success;
        }

        for (int i = next + 1; i < above; i++)
        {
            stack.Filters[i].SynchronousOidHandler?.SynchronousOidRequestComplete(request, contexts[i], ref status);
        }

        return status;
    }

    private static NtStatus CallMiniport(DriverStack stack, OidRequest request) => stack.Adapter.Miniport switch
    {
        IMiniportSynchronousOid handler when stack.Adapter.Driver.TakesSynchronousOids => Checked(stack, stack.Adapter.Driver.Name, request, handler.SynchronousOidRequest(request)),
        null => NdisStatus.AdapterNotReady,
        _ => NdisStatus.NotSupported,
    };

    private static NtStatus Checked(DriverStack stack, string driver, OidRequest request, NtStatus status)
    {
        OidStation.CheckAnswer(stack.Kernel, driver, request);
        if (status != NtStatus.Pending)
        {
            return status;
        }

        string text = $"{request} is synchronous and was left pending";
        stack.Runtime.Ownership?.Violation(NdisVerifierRules.OidComplete, driver, text);
        NdisBugCheck.Raise(stack.Kernel, NdisBugCheckCode.OidNotPending, driver, text);
        return status;
    }
}
